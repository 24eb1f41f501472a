import type { Actor } from '../access/actor';
import { hasSecureCookies } from '../access/secure';
import { verb } from '../access/verb';
import { appendAudit } from '../audit/append';
import { transact } from '../db/transact';
import { auth } from './auth';
import { ownId } from './own-account';

interface Options {
  actor: Actor;
  /** Of the request, with its cookie. */
  headers: Headers;
}

/** Ends the session that asks and answers the cookies (`Set-Cookie` values) that clear it. Throws AppError `forbidden`. */
export const signOut = verb(
  { name: 'sessions.remove', role: 'viewer', writes: true, ownAccount: true },
  async ({ actor, headers }: Options): Promise<{ cookies: string[] }> => {
    const id = ownId(actor);
    return transact(async (transaction) => {
      const cookie = headers.get('cookie') ?? '';
      const { headers: answered } = await auth(hasSecureCookies(headers)).api.signOut({
        headers: new Headers({ cookie }),
        returnHeaders: true,
      });
      await transaction.session.deleteMany({ where: { id: actor.sessionId ?? '', userId: id } });
      const subject = { type: 'user', id, name: actor.name };
      await appendAudit(transaction, { actor, action: 'sessions.remove', subject, detail: 'signed out' });
      return { cookies: answered.getSetCookie() };
    });
  },
);
