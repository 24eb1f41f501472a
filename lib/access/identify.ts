import { findSession } from '../accounts/find-session';
import { findApiKey } from '../api-keys/find';
import { readEnv } from '../env';
import { type Actor, masterKeyActor } from './actor';
import { addressOf } from './address';
import { isKey, keysOf } from './key';
import { noteWrongKey, refuseGuessing } from './key-guesses';

export interface Identified {
  actor: Actor;
  /** `Set-Cookie` values that keep the session alive; only with `refresh`. */
  cookies: string[];
}

/**
 * Who sent a request with these headers: the owner of its key, else of its session; null for nobody. A request that brings
 * a key is the key's, or nobody's: a wrong one does not fall back to the session. Throws AppError `too_many`.
 */
export async function identify(headers: Headers, { refresh = false } = {}): Promise<Identified | null> {
  const keys = keysOf(headers);
  if (keys.length > 0) {
    const actor = await keyOwner(keys, addressOf(headers));
    return actor && { actor, cookies: [] };
  }
  return findSession(headers, refresh);
}

async function keyOwner(keys: string[], address: string | null): Promise<Actor | null> {
  for (const key of keys) {
    const found = await findApiKey(key);
    if (found) return { kind: 'api_key', id: found.id, name: `key ${found.name}`, role: found.role, address };
  }
  const { masterKey } = readEnv();
  if (masterKey !== null) {
    await refuseGuessing(address);
    if (keys.some((key) => isKey(key, masterKey))) return masterKeyActor(address);
  }
  await noteWrongKey(address);
  return null;
}
