import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { appendAudit } from '../audit/append';
import { db } from '../db/client';
import { transact } from '../db/transact';
import { AppError } from '../errors';
import { parseInput, refuse } from '../servers/parse-input';
import { type Attempt, countAttempt, forgetAttempts } from './attempt-limits';
import { auth } from './auth';
import { hashPassword } from './credential-account';
import { ownId } from './own-account';
import { passwordChangeSchema } from './schema';

interface Options {
  actor: Actor;
  /** `current_password` and `new_password`. */
  input: unknown;
}

/**
 * Changes the asking person's password and ends their other sessions. Throws AppError `bad_input`, `too_many`, or
 * `conflict` for who signs in by single sign-on only.
 */
export const changePassword = verb(
  { name: 'accounts.change_password', role: 'viewer', writes: true, ownAccount: true },
  async ({ actor, input }: Options): Promise<{ ended_sessions: number }> => {
    const userId = ownId(actor);
    const { current_password, new_password } = parseInput(passwordChangeSchema, input, 'a password change');
    const attempt: Attempt = { at: 'password', address: actor.address, person: userId };
    await countAttempt(attempt);
    const account = await db().account.findFirst({ where: { userId, providerId: 'credential' } });
    if (!account?.password) {
      throw new AppError('conflict', 'you sign in by single sign-on: your password is changed where it belongs');
    }
    const { password: passwords } = await auth(false).$context;
    if (!(await passwords.verify({ hash: account.password, password: current_password }))) {
      await auditRefusal(actor);
      const message = 'this is not your current password';
      throw refuse([{ path: ['current_password'], message, type: 'custom' }]);
    }
    if (current_password === new_password) {
      const message = 'the new password is the current one';
      throw refuse([{ path: ['new_password'], message, type: 'custom' }]);
    }
    await forgetAttempts(attempt);
    const hash = await hashPassword(new_password);
    return transact(async (transaction) => {
      const data = { password: hash };
      const { count: changed } = await transaction.account.updateMany({
        where: { id: account.id, password: account.password },
        data,
      });
      if (changed === 0) throw new AppError('conflict', 'your password was changed in the meantime: sign in again');
      await transaction.user.update({ where: { id: userId }, data: { mustChangePassword: false } });
      const others = { userId, id: { not: actor.sessionId ?? '' } };
      const { count } = await transaction.session.deleteMany({ where: others });
      const subject = { type: 'user', id: userId, name: actor.name };
      const after = { password: 'changed', ended_sessions: count };
      await appendAudit(transaction, { actor, action: 'accounts.change_password', subject, after });
      return { ended_sessions: count };
    });
  },
);

function auditRefusal(actor: Actor): Promise<void> {
  const [action, outcome, detail] = ['accounts.change_password', 'refused', 'wrong current password'] as const;
  const subject = { type: 'user', id: actor.id, name: actor.name };
  return transact((transaction) => appendAudit(transaction, { actor, action, outcome, subject, detail }));
}
