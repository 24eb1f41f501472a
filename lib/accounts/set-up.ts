import { openVerb } from '../access/verb';
import { appendAudit } from '../audit/append';
import { transact } from '../db/transact';
import { AppError } from '../errors';
import { parseInput, refuse } from '../servers/parse-input';
import { actorOf } from './actor-of';
import { countAttempt } from './attempt-limits';
import { addPerson, hashPassword } from './credential-account';
import { needsSetUp } from './needs-set-up';
import { setUpSchema } from './schema';
import { isSetUpCode } from './set-up-code';
import { auditedUser } from './user-record';

interface Options {
  /** `code` as the console shows it, `name`, `email` and `password` of the first admin. */
  input: unknown;
  address: string | null;
}

/**
 * Makes the first admin, once. Throws AppError `conflict` when there is a user, `too_many`, and `bad_input` also for a
 * wrong code.
 */
export const setUp = openVerb(
  { name: 'accounts.set_up', writes: true },
  async ({ input, address }: Options): Promise<{ user_id: string }> => {
    if (!(await needsSetUp())) throw isSetUp();
    const { code, name, email, password } = parseInput(setUpSchema, input, 'the set-up');
    await countAttempt({ at: 'set-up', address, person: null });
    if (!isSetUpCode(code)) {
      await auditRefusal(email, address);
      const message = 'this is not the code that the console shows: it is new at each start of Vouch';
      throw refuse([{ path: ['code'], message, type: 'custom' }]);
    }
    const passwordHash = await hashPassword(password);
    return transact(async (transaction) => {
      if (!(await needsSetUp())) throw isSetUp();
      const person = { name, email, role: 'admin', mustChangePassword: false, passwordHash };
      const user = await addPerson(transaction, person);
      await appendAudit(transaction, {
        actor: actorOf(user, address),
        action: 'accounts.set_up',
        subject: { type: 'user', id: user.id, name: user.email },
        after: auditedUser(user),
      });
      return { user_id: user.id };
    });
  },
);

function isSetUp(): AppError {
  return new AppError('conflict', 'Vouch is set up already: sign in');
}

function auditRefusal(name: string, address: string | null): Promise<void> {
  return transact((transaction) =>
    appendAudit(transaction, {
      actor: { kind: 'anonymous', id: null, name, address },
      action: 'accounts.set_up',
      outcome: 'refused',
      detail: 'wrong set-up code',
    }),
  );
}
