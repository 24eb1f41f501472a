import type { Prisma } from '../db/generated/client';

/** Browsers that one person can be signed in with; the oldest makes room. */
export const MAX_SESSIONS = 100;

/**
 * Makes room for a new session: removes those of anybody that have ended, which nobody else does once a browser no longer
 * comes back, and this person's oldest. Sessions only grow in number here, so this bounds them.
 */
export async function sweepSessions(transaction: Prisma.TransactionClient, userId: string): Promise<void> {
  await transaction.session.deleteMany({ where: { expiresAt: { lt: new Date() } } });
  const surplus = await transaction.session.findMany({
    where: { userId },
    orderBy: { createdAt: 'desc' },
    skip: MAX_SESSIONS - 1,
    select: { id: true },
  });
  await transaction.session.deleteMany({ where: { id: { in: surplus.map(({ id }) => id) } } });
}
