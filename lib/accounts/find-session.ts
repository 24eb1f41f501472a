import { isAPIError } from 'better-auth/api';
import type { Actor } from '../access/actor';
import { addressOf } from '../access/address';
import type { Role } from '../access/roles';
import { hasSecureCookies } from '../access/secure';
import { actorOf } from './actor-of';
import { auth } from './auth';

interface FoundSession {
  actor: Actor;
  /** What to answer so that the browser keeps the session; only with `refresh`. */
  cookies: string[];
}

/**
 * The person whose session's cookie a request carries; null for none, a forged, ended or revoked one, or a person who was
 * disabled. `refresh` puts its end off; only where an answer's headers can still be set.
 */
export async function findSession(headers: Headers, refresh = false): Promise<FoundSession | null> {
  const cookie = headers.get('cookie');
  if (!cookie?.includes('vouch.session_token=')) return null;
  try {
    const { response, headers: answered } = await auth(hasSecureCookies(headers)).api.getSession({
      headers: new Headers({ cookie }),
      query: { disableRefresh: !refresh },
      returnHeaders: true,
    });
    if (!response || response.user.isDisabled) return null;
    const { id, email, role, mustChangePassword } = response.user;
    const row = { id, email, role: role as Role, mustChangePassword: Boolean(mustChangePassword) };
    const actor = { ...actorOf(row, addressOf(headers)), sessionId: response.session.id };
    return { actor, cookies: answered.getSetCookie() };
  } catch (error) {
    if (isAPIError(error)) return null;
    throw error;
  }
}
