import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { appendAudit } from '../audit/append';
import { transact } from '../db/transact';
import { auth } from './auth';
import { hashPassword } from './credential-account';
import { temporaryPassword } from './temporary-password';
import { userNotFound } from './user-not-found';

interface Options {
  actor: Actor;
  id: string;
}

/**
 * Gives a person a temporary password, answered this once, and ends their sessions. Throws AppError `not_found`.
 */
export const resetPassword = verb(
  { name: 'users.reset_password', role: 'admin', writes: true },
  async ({ actor, id }: Options): Promise<{ temporary_password: string }> => {
    const temporary = temporaryPassword();
    const hash = await hashPassword(temporary);
    const { internalAdapter } = await auth(false).$context;
    return transact(async (transaction) => {
      const user = await transaction.user.findUnique({ where: { id } });
      if (!user) throw userNotFound();
      const account = await transaction.account.findFirst({ where: { userId: id, providerId: 'credential' } });
      if (account) await transaction.account.update({ where: { id: account.id }, data: { password: hash } });
      else await internalAdapter.linkAccount({ userId: id, providerId: 'credential', accountId: id, password: hash });
      await transaction.user.update({ where: { id }, data: { mustChangePassword: true } });
      await transaction.session.deleteMany({ where: { userId: id } });
      const subject = { type: 'user', id, name: user.email };
      const after = { password: 'changed', must_change_password: true };
      await appendAudit(transaction, { actor, action: 'users.reset_password', subject, after });
      return { temporary_password: temporary };
    });
  },
);
