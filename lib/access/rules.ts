import { type Actor, consoleActor, masterKeyActor } from './actor';
import { isCrossSite } from './cross-site';
import { basicPassword, isKey, keysOf } from './key';
import { isForwardedFromElsewhere, isLoopbackHeader, isLoopbackHost } from './loopback';

/** `rest`: programs; `screen`: people, with static files and server actions; `health`: probes of containers. */
export type Door = 'rest' | 'screen' | 'health';

export interface AccessRequest {
  method: string;
  headers: Headers;
}

export interface AccessSettings {
  /** Where the process listens. */
  host: string;
  masterKey: string | null;
}

export type Access =
  | { isAllowed: true; actor: Actor }
  | { isAllowed: false; status: 401 | 403; message: string; challenge: string | null };

/** Which door a path leads to. */
export function doorOf(pathname: string): Door {
  if (pathname === '/api/health') return 'health';
  return /^\/(v1|mcp-rest|api)(\/|$)/.test(pathname) ? 'rest' : 'screen';
}

/** THE access rule, for the proxy and for every route. Pure. */
export function decideAccess(door: Door, request: AccessRequest, settings: AccessSettings): Access {
  if (door === 'health') return { isAllowed: true, actor: consoleActor };
  return door === 'rest' ? decideRest(request, settings) : decideScreen(request, settings);
}

function decideRest(request: AccessRequest, settings: AccessSettings): Access {
  const { masterKey } = settings;
  if (masterKey !== null) {
    if (keysOf(request.headers).some((key) => isKey(key, masterKey))) return { isAllowed: true, actor: masterKeyActor };
    return refuse(
      401,
      'the key is missing or wrong: send it as "Authorization: Bearer <key>" or "x-litellm-api-key"',
      'Bearer',
    );
  }
  if (!isLocal(request, settings)) return refuse(403, onlyLocal(request));
  if (isCrossSite(request.method, request.headers)) return refuse(403, otherSite);
  return { isAllowed: true, actor: consoleActor };
}

function decideScreen(request: AccessRequest, settings: AccessSettings): Access {
  const { masterKey } = settings;
  if (!isLocal(request, settings)) {
    if (masterKey === null) return refuse(403, onlyLocal(request));
    const password = basicPassword(request.headers);
    if (password === null || !isKey(password, masterKey)) {
      return refuse(
        401,
        'sign in with any user name and the master key as the password',
        'Basic realm="Vouch", charset="UTF-8"',
      );
    }
  }
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (!isRead && isCrossSite(request.method, request.headers)) return refuse(403, otherSite);
  return { isAllowed: true, actor: consoleActor };
}

function isLocal({ headers }: AccessRequest, { host }: AccessSettings): boolean {
  if (isForwardedFromElsewhere(headers.get('x-forwarded-for'))) return false;
  return isLoopbackHost(host.replace(/^\[(.*)\]$/, '$1')) && isLoopbackHeader(headers.get('host'));
}

const otherSite = 'this request was caused by a page of another site';

function onlyLocal({ headers }: AccessRequest): string {
  const name = (headers.get('host') ?? '').replace(/[^\w.:[\]-]/g, '').slice(0, 100);
  const asked = isForwardedFromElsewhere(headers.get('x-forwarded-for'))
    ? 'through a proxy from elsewhere'
    : `as "${name}"`;
  return `without VOUCH_MASTER_KEY, Vouch answers only on this machine under a loopback name, not ${asked}: open it under the name localhost, or set a master key`;
}

function refuse(status: 401 | 403, message: string, challenge: string | null = null): Access {
  return { isAllowed: false, status, message, challenge };
}
