import { createHmac, timingSafeEqual } from 'node:crypto';
import { deriveKey } from '../db/derive-key';

const NAME = 'vouch.refused_email';
const SECONDS = 300;

/**
 * The cookie that tells the sign-in page which address the OpenID provider named, so that a person knows with which of
 * their accounts they came. Signed: what a link says is never shown.
 */
export function refusedEmailCookie(email: string, isSecure: boolean): string {
  const value = `${Buffer.from(email).toString('base64url')}.${signature(email)}`;
  const attributes = `Path=/sign-in; Max-Age=${SECONDS}; HttpOnly; SameSite=Lax`;
  return `${nameFor(isSecure)}=${value}; ${attributes}${isSecure ? '; Secure' : ''}`;
}

/** The address in the cookie of a request; null without one that Vouch has made. */
export function refusedEmail(cookies: string | null, isSecure: boolean): string | null {
  const prefix = `${nameFor(isSecure)}=`;
  const value = cookies
    ?.split(';')
    .map((cookie) => cookie.trim())
    .find((cookie) => cookie.startsWith(prefix));
  const [encoded = '', signed = ''] = value?.slice(prefix.length).split('.') ?? [];
  const email = Buffer.from(encoded, 'base64url').toString('utf8');
  const [given, expected] = [Buffer.from(signed), Buffer.from(signature(email))];
  return given.length === expected.length && timingSafeEqual(given, expected) ? email : null;
}

function nameFor(isSecure: boolean): string {
  return isSecure ? `__Secure-${NAME}` : NAME;
}

function signature(email: string): string {
  return createHmac('sha256', deriveKey('refused-email')).update(email).digest('base64url');
}
