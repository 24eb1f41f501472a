import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { decideAccess, doorOf } from './lib/access/rules';
import { contentSecurityPolicy, setSecurityHeaders } from './lib/access/security-headers';
import { readEnv } from './lib/env';
import { bodyTooLarge, isDeclaredTooLarge } from './lib/http/body';
import { refusal } from './lib/http/handler';
import { errorResponse } from './lib/http/respond';

/** Every request passes here first, static files included: access, the bound of the body, headers of the answer. */
export function proxy(request: NextRequest): Response {
  const door = doorOf(request.nextUrl.pathname);
  const nonce = randomBytes(16).toString('base64');
  const policy = contentSecurityPolicy(door, nonce);
  const response = refusedAnswer(request, door) ?? passOn(request, nonce, policy);
  setSecurityHeaders(response.headers, policy);
  return response;
}

function refusedAnswer(request: NextRequest, door: ReturnType<typeof doorOf>): Response | null {
  if (!isDecodable(request.nextUrl.pathname))
    return new Response('The path is not percent-encoded UTF-8.\n', { status: 400 });
  const { host, masterKey } = readEnv();
  const access = decideAccess(door, request, { host, masterKey });
  if (!access.isAllowed && door === 'rest') return refusal(access);
  if (!access.isAllowed) {
    const headers = new Headers({ 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
    if (access.challenge) headers.set('www-authenticate', access.challenge);
    return new Response(`${access.message}\n`, { status: access.status, headers });
  }
  return isDeclaredTooLarge(request.headers) ? errorResponse(bodyTooLarge()) : null;
}

/** The router would answer such a path with an internal error. */
function isDecodable(pathname: string): boolean {
  try {
    decodeURIComponent(pathname);
    return true;
  } catch {
    return false;
  }
}

/** The renderer takes the nonce for its own scripts from the policy, and the layout from `x-nonce`. */
function passOn(request: NextRequest, nonce: string, policy: string): Response {
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy);
  return NextResponse.next({ request: { headers } });
}
