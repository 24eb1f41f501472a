import { isAPIError } from 'better-auth/api';
import { addressOf } from '../access/address';
import { hasSecureCookies } from '../access/secure';
import { openVerb } from '../access/verb';
import { appendAudit } from '../audit/append';
import { transact } from '../db/transact';
import { AppError } from '../errors';
import { createLimiter } from '../limiter';
import { processState } from '../process-state';
import { parseInput } from '../servers/parse-input';
import { type Attempt, countAttempt, forgetAttempts } from './attempt-limits';
import { auth } from './auth';
import { signInSchema } from './schema';
import { signingIn } from './sign-in-method';

interface Options {
  /** `email` and `password`. */
  input: unknown;
  /** Of the request. */
  headers: Headers;
}

/**
 * Signs a person in: makes a session and answers the cookies (`Set-Cookie` values) that carry it. Throws AppError
 * `unauthorized`, the same for every reason, or `too_many`.
 */
export const signIn = openVerb(
  { name: 'sessions.create', writes: true },
  async ({ input, headers }: Options): Promise<{ cookies: string[] }> => {
    const { email, password } = parseInput(signInSchema, input, 'a sign-in');
    const address = addressOf(headers);
    const attempt: Attempt = { at: 'sign-in', address, person: email };
    await countAttempt(attempt);
    try {
      const { headers: answered } = await signingIn({ method: 'password', address }, () =>
        hashing().run(() =>
          auth(hasSecureCookies(headers)).api.signInEmail({
            body: { email, password },
            headers: relevant(headers),
            returnHeaders: true,
          }),
        ),
      );
      await forgetAttempts(attempt);
      return { cookies: answered.getSetCookie() };
    } catch (error) {
      if (!isAPIError(error)) throw error;
      const isKeptOut = error.body?.code === 'not_admitted';
      await auditRefusal(email, address, isKeptOut ? 'kept out' : 'wrong email or password');
      throw new AppError('unauthorized', 'the email or the password is not right');
    }
  },
);

/** scrypt takes a processor and 32 MiB: a flood of attempts must not take all of them. */
const MAX_AT_ONCE = 2;
const hashing = () => processState('accounts.hashing', () => createLimiter(MAX_AT_ONCE));

/** What the session remembers; an old session's cookie has no part in making a new one. */
function relevant(headers: Headers): Headers {
  const kept = new Headers();
  for (const name of ['user-agent', 'x-forwarded-for']) {
    const value = headers.get(name);
    if (value !== null) kept.set(name, value);
  }
  return kept;
}

/** A password typed into the wrong field must not stay in the log. */
function namedBy(email: string): string {
  return /^[^@\s]{1,64}@[^@\s]{1,190}$/.test(email) ? email : '(no email address)';
}

function auditRefusal(email: string, address: string | null, detail: string): Promise<void> {
  return transact((transaction) =>
    appendAudit(transaction, {
      actor: { kind: 'anonymous', id: null, name: namedBy(email), address },
      action: 'sessions.create',
      outcome: 'refused',
      detail,
    }),
  );
}
