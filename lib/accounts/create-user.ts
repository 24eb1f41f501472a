import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { appendAudit } from '../audit/append';
import { transact } from '../db/transact';
import { parseInput, refuse } from '../servers/parse-input';
import { addPerson, hashPassword } from './credential-account';
import type { UserRecord } from './dto';
import { newUserSchema } from './schema';
import { temporaryPassword } from './temporary-password';
import { auditedUser, userRecord } from './user-record';

interface Options {
  actor: Actor;
  /** `name`, `email` and `role`. */
  input: unknown;
}

/**
 * Adds a person. Answers a temporary password, this once, that they have to change when they sign in. Throws AppError
 * `bad_input`, or `conflict` when the email has an account.
 */
export const createUser = verb(
  { name: 'users.create', role: 'admin', writes: true },
  async ({ actor, input }: Options): Promise<{ record: UserRecord; temporary_password: string }> => {
    const { name, email, role } = parseInput(newUserSchema, input, 'a user');
    const temporary = temporaryPassword();
    const passwordHash = await hashPassword(temporary);
    return transact(async (transaction) => {
      if ((await transaction.user.count({ where: { email } })) > 0) {
        const message = `${email} has an account already`;
        throw refuse([{ path: ['email'], message, type: 'conflict' }], 'conflict');
      }
      const user = await addPerson(transaction, { name, email, role, mustChangePassword: true, passwordHash });
      const subject = { type: 'user', id: user.id, name: email };
      await appendAudit(transaction, { actor, action: 'users.create', subject, after: auditedUser(user) });
      return { record: userRecord(user), temporary_password: temporary };
    });
  },
);
