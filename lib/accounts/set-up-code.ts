import { randomBytes, timingSafeEqual } from 'node:crypto';
import { processState } from '../process-state';

/** Crockford's base 32: no letter that is taken for a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 16;

/** The code that this start of Vouch asks for; 80 random bits, known to its console alone. */
export function setUpCode(): string {
  return processState('accounts.set-up-code', () =>
    [...randomBytes(LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]).join(''),
  );
}

/** In groups, as the console prints it. */
export function shownSetUpCode(): string {
  return setUpCode().match(/.{4}/g)?.join('-') ?? '';
}

/** Whether a person typed the code; dashes, spaces and letter case do not count. */
export function isSetUpCode(typed: string): boolean {
  const given = Buffer.from(typed.replace(/[\s-]/g, '').toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1'));
  const expected = Buffer.from(setUpCode());
  return given.length === expected.length && timingSafeEqual(given, expected);
}
