import type { Prisma, User } from '../db/generated/client';
import { AppError } from '../errors';

/** Throws AppError `conflict` when without this person nobody could manage Vouch. */
export async function refuseLastAdmin(
  transaction: Prisma.TransactionClient,
  { id, role, isDisabled }: Pick<User, 'id' | 'role' | 'isDisabled'>,
): Promise<void> {
  if (role !== 'admin' || isDisabled) return;
  const others = await transaction.user.count({ where: { role: 'admin', isDisabled: false, id: { not: id } } });
  if (others === 0) {
    throw new AppError('conflict', 'this is the only admin who can sign in: make somebody else one first');
  }
}
