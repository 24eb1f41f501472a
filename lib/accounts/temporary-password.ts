import { randomBytes } from 'node:crypto';

const BYTES = 15;

/** A password to hand over once: 120 random bits. Whoever gets it has to choose another. */
export function temporaryPassword(): string {
  return randomBytes(BYTES).toString('base64url');
}
