import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { type Admission, admit } from './lib/access/admit';
import { type Door, doorOf } from './lib/access/door';
import { isHttps } from './lib/access/secure';
import { contentSecurityPolicy, setSecurityHeaders } from './lib/access/security-headers';
import { AppError } from './lib/errors';
import { bodyTooLarge, isDeclaredTooLarge } from './lib/http/body';
import { refusal } from './lib/http/handler';
import { errorResponse } from './lib/http/respond';

/** Every request passes here first, static files included: access, the bound of the body, headers of the answer. */
export async function proxy(request: NextRequest): Promise<Response> {
  const door = doorOf(request.nextUrl.pathname);
  const nonce = randomBytes(16).toString('base64');
  const policy = contentSecurityPolicy(door, nonce);
  const response = await answer(request, door, () => passOn(request, nonce, policy)).catch((error: unknown) => {
    if (error instanceof AppError) return errorResponse(error);
    throw error;
  });
  setSecurityHeaders(response.headers, policy, isHttps(request.headers));
  return response;
}

async function answer(request: NextRequest, door: Door, next: () => Response): Promise<Response> {
  if (!isDecodable(request.nextUrl.pathname))
    return new Response('The path is not percent-encoded UTF-8.\n', { status: 400 });
  const admission = await admit(door, request, { refresh: door === 'screen' });
  if (!admission.isAdmitted) return refused(request, door, admission) ?? next();
  if (isDeclaredTooLarge(request.headers)) return errorResponse(bodyTooLarge());
  const response = next();
  for (const cookie of admission.cookies) response.headers.append('set-cookie', cookie);
  return response;
}

/** Null for a server action without a session: it answers so itself, and what its form holds is not lost. */
function refused(request: NextRequest, door: Door, admission: Admission & { isAdmitted: false }): Response | null {
  if (door === 'rest') return refusal(admission);
  const { status, message } = admission;
  if (status === 401 && (request.method === 'GET' || request.method === 'HEAD')) return toSignIn(request);
  if (status === 401 && request.headers.has('next-action')) return null;
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
  return new Response(`${message}\n`, { status, headers });
}

/** The router makes the address relative, so that it holds under whatever name the browser knows Vouch by. */
function toSignIn({ nextUrl }: NextRequest): Response {
  const wanted = `${nextUrl.pathname}${nextUrl.search}`;
  const url = new URL('/sign-in', nextUrl);
  if (wanted !== '/') url.searchParams.set('next', wanted);
  return NextResponse.redirect(url, { status: 307, headers: { 'cache-control': 'no-store' } });
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
