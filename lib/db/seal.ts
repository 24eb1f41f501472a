import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SealedField } from './sealed-columns';
import { secretKey } from './secret-key';

const VERSION = 'v1';
const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Where a secret lives: a sealed value opens only there. */
export interface SealContext {
  rowId: string;
  field: SealedField;
}

/** A sealed value that this key and place do not open. Never carries the value. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

/** Encrypts a secret for one field of one row: `v1.<base64url of iv, tag and ciphertext>`. */
export function seal(plain: string, context: SealContext, key: Buffer = secretKey()): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES }).setAAD(placeOf(context));
  const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return `${VERSION}.${Buffer.concat([iv, cipher.getAuthTag(), ciphertext]).toString('base64url')}`;
}

/** Opens what `seal` made for the same place. Throws SealError. */
export function unseal(sealed: string, context: SealContext, key: Buffer = secretKey()): string {
  const [version, payload] = sealed.split('.');
  const bytes = Buffer.from(payload ?? '', 'base64url');
  if (version !== VERSION || bytes.length < IV_BYTES + TAG_BYTES) {
    throw new SealError(`The stored ${context.field} of ${context.rowId} is not in the sealed format`);
  }
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(placeOf(context)).setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    const start = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8');
    return start + decipher.final('utf8');
  } catch {
    throw new SealError(
      `The stored ${context.field} of ${context.rowId} does not open: it was sealed with another key, or belongs elsewhere. Set it again, or bring back secret.key or VOUCH_SECRET_KEY`,
    );
  }
}

/** Opens what `seal` made with one key and seals it, for the same place, with another. Throws SealError. */
export function reseal(sealed: string, context: SealContext, from: Buffer, to: Buffer): string {
  return seal(unseal(sealed, context, from), context, to);
}

export function isOpenedBy(sealed: string, context: SealContext, key: Buffer): boolean {
  try {
    unseal(sealed, context, key);
    return true;
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    return false;
  }
}

function placeOf({ rowId, field }: SealContext): Buffer {
  return Buffer.from(JSON.stringify([VERSION, field, rowId]));
}
