import { createNextKey, promoteNextKey, readNextKey } from '../db/next-key';
import { presentSecretKey } from '../db/secret-key';
import { readEnv } from '../env';
import { AppError } from '../errors';

export interface RotationKeys {
  /** Where the new key is from now on. */
  keyIn: 'secret.key' | 'VOUCH_SECRET_KEY_NEXT';
  /** null: there is none. */
  present: Buffer | null;
  /** The new key, if there is one already: an earlier run may have sealed everything with it. */
  begun: Buffer | null;
  /** The new key, made if need be. */
  next: () => Buffer;
  /** Puts the new key in the place of the present one, once everything is sealed with it. */
  promote: (next: Buffer) => void;
}

/** A key in the environment is its owner's to change; one in the data folder is Vouch's. Throws AppError `bad_input`. */
export function rotationKeys(): RotationKeys {
  const { secretKeyHex, nextSecretKeyHex } = readEnv();
  const present = presentSecretKey();
  if (nextSecretKeyHex) {
    const next = Buffer.from(nextSecretKeyHex, 'hex');
    return { keyIn: 'VOUCH_SECRET_KEY_NEXT', present, begun: next, next: () => next, promote() {} };
  }
  if (secretKeyHex) {
    throw new AppError(
      'bad_input',
      'The key comes from VOUCH_SECRET_KEY: give the new one, 64 hexadecimal digits, as VOUCH_SECRET_KEY_NEXT.',
    );
  }
  return { keyIn: 'secret.key', present, begun: readNextKey(), next: createNextKey, promote: promoteNextKey };
}
