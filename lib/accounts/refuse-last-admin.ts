import type { Prisma } from '../db/generated/client';
import { AppError } from '../errors';

/** Throws AppError `conflict` when nobody else could manage Vouch. */
export async function refuseLastAdmin(transaction: Prisma.TransactionClient, userId: string): Promise<void> {
  const others = await transaction.user.count({ where: { role: 'admin', isDisabled: false, id: { not: userId } } });
  if (others === 0) {
    throw new AppError('conflict', 'this is the only admin who can sign in: make somebody else one first');
  }
}
