import type { Prisma } from '../db/generated/client';
import { auth } from './auth';

/** scrypt, as the accounts library does it; some 60 ms of a processor, so never inside a transaction. */
export async function hashPassword(password: string): Promise<string> {
  const { password: passwords } = await auth(false).$context;
  return passwords.hash(password);
}

/** Adds a person who signs in with a password. Runs in the transaction that is open. */
export async function addPerson(
  transaction: Prisma.TransactionClient,
  person: { name: string; email: string; role: string; mustChangePassword: boolean; passwordHash: string },
) {
  const { adapter, internalAdapter } = await auth(false).$context;
  const { passwordHash, role, mustChangePassword, name, email } = person;
  // An admin who adds a person vouches for the address.
  const data = { name, email, emailVerified: true, createdAt: new Date(), updatedAt: new Date() };
  const { id } = await adapter.create<typeof data & { id: string }>({ model: 'user', data });
  await internalAdapter.linkAccount({ userId: id, providerId: 'credential', accountId: id, password: passwordHash });
  return transaction.user.update({ where: { id }, data: { role, mustChangePassword } });
}
