import { createHash, randomBytes } from 'node:crypto';

const PREFIX = 'vouch_';
const KEY_BYTES = 32;
const SHOWN_CHARACTERS = 12;

/** What `newKey` makes: 32 bytes are 43 characters of base64url. */
const keyFormat = /^vouch_[A-Za-z0-9_-]{43}$/;

export function newKey(): string {
  return `${PREFIX}${randomBytes(KEY_BYTES).toString('base64url')}`;
}

export function isKeyFormat(key: string): boolean {
  return keyFormat.test(key);
}

/** The hash that is stored. A plain one is right: nobody guesses 256 random bits, so there is nothing to slow down. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key, 'utf8').digest('hex');
}

/** What may be shown of a key, to tell one from another. */
export function startOf(key: string): string {
  return key.slice(0, SHOWN_CHARACTERS);
}
