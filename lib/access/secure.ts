import { readEnv } from '../env';

/** Whether a request came by https; the process that listens sets the header (scripts/forwarded.mjs). */
export function isHttps(headers: Headers): boolean {
  return headers.get('x-forwarded-proto') === 'https';
}

/** Whether the cookies of this request are for https only: also behind a proxy that does not say how it was asked. */
export function hasSecureCookies(headers: Headers): boolean {
  return isHttps(headers) || (readEnv().publicUrl?.startsWith('https:') ?? false);
}
