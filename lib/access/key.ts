import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares digests, so neither length nor content of the key shows in the time it takes. */
export function isKey(given: string, key: string): boolean {
  // A key that comes from a mounted file often ends with a line break, which no header can carry.
  return timingSafeEqual(digest(given), digest(key.trim()));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}

/** The keys a request brings: `Authorization: Bearer`, or `x-litellm-api-key` with or without "Bearer ". */
export function keysOf(headers: Headers): string[] {
  const bearer = /^bearer +(.+)$/i.exec(headers.get('authorization')?.trim() ?? '')?.[1];
  const named = headers
    .get('x-litellm-api-key')
    ?.trim()
    .replace(/^bearer +/i, '');
  return [bearer, named].filter((key) => key !== undefined && key !== '').map((key) => String(key).trim());
}
