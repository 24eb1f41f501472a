import { hkdfSync } from 'node:crypto';
import { secretKey } from './secret-key';

const DERIVED_BYTES = 32;

/** A key for one purpose, from the one that seals secrets (HKDF-SHA256, RFC 5869): the same until that one is rotated. */
export function deriveKey(label: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey(), Buffer.alloc(0), label, DERIVED_BYTES));
}
