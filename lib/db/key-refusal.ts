import { readEnv } from '../env';
import { secretKeyFile } from './secret-key';
import type { KeyTrial } from './try-key';

const DISCARD =
  'run "npm run rotate-key -- --discard-lost", which removes those secrets and makes a new key, and enter them again';

/** What is wrong with a key that does not open all, and what to do; `isThere`: whether there is a key at all. */
export function keyRefusal({ keyCheck, closed }: KeyTrial, isThere: boolean): string {
  if (keyCheck === 'open') {
    return `The key is the right one, but the secrets of ${closed} do not open: they were damaged, or come from another database. Nothing was changed. Restore a backup of the database; or ${DISCARD}.`;
  }
  return `${problemOf(closed, isThere)} Nothing was changed. Put back the secret.key that belongs to this database, or set VOUCH_SECRET_KEY to its 64 digits. If that key is lost for good, so are the secrets: ${DISCARD}.`;
}

function problemOf(closed: string | null, isThere: boolean): string {
  const place = readEnv().secretKeyHex ? 'VOUCH_SECRET_KEY' : secretKeyFile();
  if (!isThere) return `The key ${place} is missing${closed ? `, and the secrets of ${closed} need it` : ''}.`;
  return closed
    ? `The key in ${place} does not open the secrets of ${closed}.`
    : `The key in ${place} is not the one that belongs to this database.`;
}
