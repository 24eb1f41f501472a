import type { Actor } from './actor';
import { isCrossSite } from './cross-site';
import type { Door } from './door';
import { type Identified, identify } from './identify';
import { keysOf } from './key';

export interface AccessRequest {
  method: string;
  headers: Headers;
}

export type Admission =
  /** `cookies`: `Set-Cookie` values for the answer. */
  | { isAdmitted: true; actor: Actor | null; cookies: string[] }
  | { isAdmitted: false; status: 401 | 403; message: string; challenge: string | null };

/**
 * THE access rule, for the proxy and for every route: nothing answers without a session or a key but what `Door` calls
 * entry, static and health, and no page of another site causes anything. What somebody may do is up to the verbs.
 */
export async function admit(door: Door, request: AccessRequest, { refresh = false } = {}): Promise<Admission> {
  if (door === 'health' || door === 'static') return { isAdmitted: true, actor: null, cookies: [] };
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const isByKey = keysOf(request.headers).length > 0;
  // A key is not sent by a browser on its own. A read of REST may test a server, so not even a link leads there; a screen
  // only shows.
  if (!isByKey && !(isRead && door !== 'rest') && isCrossSite(request.headers)) {
    return refuse(403, 'this request was caused by a page of another site');
  }
  if (door === 'entry') return { isAdmitted: true, actor: null, cookies: [] };
  const identified = await identify(request.headers, { refresh });
  return identified ? admitted(identified) : refuse(401, door === 'rest' ? needsKey : 'sign in first', door);
}

const needsKey =
  'the key is missing or wrong: send one as "Authorization: Bearer <key>" or "x-litellm-api-key", or sign in';

function admitted({ actor, cookies }: Identified): Admission {
  return { isAdmitted: true, actor, cookies };
}

function refuse(status: 401 | 403, message: string, door?: Door): Admission {
  return { isAdmitted: false, status, message, challenge: door === 'rest' ? 'Bearer' : null };
}
