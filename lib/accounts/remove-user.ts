import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { appendAudit } from '../audit/append';
import { transact } from '../db/transact';
import { AppError } from '../errors';
import { refuseLastAdmin } from './refuse-last-admin';
import { userNotFound } from './user-not-found';
import { auditedUser } from './user-record';

interface Options {
  actor: Actor;
  id: string;
}

/** Removes a person with their sessions; what they did stays in the audit log. Throws AppError `not_found` or `conflict`. */
export const removeUser = verb(
  { name: 'users.remove', role: 'admin', writes: true },
  ({ actor, id }: Options): Promise<{ user_id: string }> =>
    transact(async (transaction) => {
      const before = await transaction.user.findUnique({ where: { id } });
      if (!before) throw userNotFound();
      if (id === actor.id) throw new AppError('conflict', 'this is your own account: another admin can remove it');
      await refuseLastAdmin(transaction, before);
      await transaction.user.delete({ where: { id } });
      const subject = { type: 'user', id, name: before.email };
      await appendAudit(transaction, { actor, action: 'users.remove', subject, before: auditedUser(before) });
      return { user_id: id };
    }),
);
