import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { appendAudit } from '../audit/append';
import { changesOf } from '../audit/changes';
import { transact } from '../db/transact';
import { parseInput } from '../servers/parse-input';
import type { UserRecord } from './dto';
import { refuseLastAdmin } from './refuse-last-admin';
import { userChangesSchema } from './schema';
import { userNotFound } from './user-not-found';
import { auditedUser, userRecord } from './user-record';

interface Options {
  actor: Actor;
  id: string;
  /** Some of `name`, `role` and `is_disabled`; omitted fields stay. */
  input: unknown;
}

/**
 * Changes a person's name or role, or keeps them out, which ends their sessions. A role counts from the next request.
 * Throws AppError `bad_input`, `not_found`, or `conflict` for the only admin.
 */
export const updateUser = verb(
  { name: 'users.update', role: 'admin', writes: true },
  async ({ actor, id, input }: Options): Promise<UserRecord> => {
    const { name, role, is_disabled: isDisabled } = parseInput(userChangesSchema, input, 'a user');
    return transact(async (transaction) => {
      const before = await transaction.user.findUnique({ where: { id } });
      if (!before) throw userNotFound();
      if (isDisabled || (role !== undefined && role !== 'admin')) await refuseLastAdmin(transaction, before);
      const after = await transaction.user.update({ where: { id }, data: { name, role, isDisabled } });
      if (after.isDisabled) await transaction.session.deleteMany({ where: { userId: id } });
      const subject = { type: 'user', id, name: after.email };
      const changes = changesOf(auditedUser(before), auditedUser(after));
      await appendAudit(transaction, { actor, action: 'users.update', subject, ...changes });
      return userRecord(after);
    });
  },
);
