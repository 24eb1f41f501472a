import { readEnv } from '../env';
import { db } from './client';
import { writeKeyCheck } from './key-check';
import { readKeyFile } from './key-file';
import { keyRefusal } from './key-refusal';
import { promoteNextKey, readNextKey } from './next-key';
import { presentSecretKey, secretKey, secretKeyFile } from './secret-key';
import { transact } from './transact';
import { tryKey } from './try-key';

/**
 * Makes sure that every stored secret opens with the key at hand, and finishes a rotation that was stopped before its last
 * step. Throws an Error with what to do otherwise: going on would make a new key, and lose the secrets one by one.
 */
export async function checkSecretKey(): Promise<void> {
  const key = presentSecretKey();
  const trial = await tryKey(db(), key);
  if (!trial.opensAll && !(await finishRotation())) {
    throw new Error((await otherKeyAtHand()) ?? keyRefusal(trial, key !== null));
  }
  if (trial.keyCheck === 'absent') await transact((transaction) => writeKeyCheck(transaction, secretKey()));
}

async function finishRotation(): Promise<boolean> {
  const next = readEnv().secretKeyHex ? null : readNextKey();
  if (next === null || !(await tryKey(db(), next)).opensAll) return false;
  promoteNextKey(next);
  return true;
}

/** What to do when the right key lies beside the wrong one. */
async function otherKeyAtHand(): Promise<string | null> {
  const { secretKeyHex, nextSecretKeyHex } = readEnv();
  if (nextSecretKeyHex && (await tryKey(db(), Buffer.from(nextSecretKeyHex, 'hex'))).opensAll) {
    return 'The secrets are sealed with VOUCH_SECRET_KEY_NEXT: its rotation is done. Set VOUCH_SECRET_KEY to that value, and unset VOUCH_SECRET_KEY_NEXT.';
  }
  const inFile = secretKeyHex ? readKeyFile(secretKeyFile()) : null;
  if (inFile !== null && (await tryKey(db(), inFile)).opensAll) {
    return `The secrets are sealed with the key in ${secretKeyFile()}, not with VOUCH_SECRET_KEY: unset that variable, or set it to the 64 digits in the file.`;
  }
  return null;
}
