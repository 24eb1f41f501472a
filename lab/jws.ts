import { createSign, type KeyObject } from 'node:crypto';

/** A JWS in its compact form (RFC 7515 section 7.1): signed as RS256, or not at all for `alg` "none". */
export function jws(header: { alg: string; kid?: string }, claims: object, key: KeyObject | null): string {
  const content = `${encoded(header)}.${encoded(claims)}`;
  if (key === null) return `${content}.`;
  return `${content}.${createSign('RSA-SHA256').update(content).sign(key, 'base64url')}`;
}

/** The claims of a JWS, unverified. */
export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
