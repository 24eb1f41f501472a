import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { db } from '../db/client';
import type { ApiKeyRecord } from './dto';
import { keyRecord } from './key-record';

/** Every API key, by name; those that have expired too. */
export const listKeys = verb(
  { name: 'keys.list', role: 'admin' },
  async (_: { actor: Actor }): Promise<ApiKeyRecord[]> => {
    const rows = await db().apiKey.findMany({ omit: { sha256: true }, orderBy: { name: 'asc' } });
    return rows.map(keyRecord);
  },
);
