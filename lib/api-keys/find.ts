import type { Role } from '../access/roles';
import { db } from '../db/client';
import { log } from '../log';
import { processState } from '../process-state';
import { hashKey, isKeyFormat } from './key-format';

/** How exact `last_used_at` is; a write for every request would make them wait for one another. */
const USE_NOTED_EVERY_MS = 60_000;

interface FoundApiKey {
  id: string;
  name: string;
  role: Role;
}

/** The key that a request brought; null when it is unknown or has expired. Notes that it was used, without waiting. */
export async function findApiKey(key: string): Promise<FoundApiKey | null> {
  if (!isKeyFormat(key)) return null;
  const row = await db().apiKey.findUnique({
    where: { sha256: hashKey(key) },
    select: { id: true, name: true, role: true, expiresAt: true, lastUsedAt: true },
  });
  const now = Date.now();
  if (!row || (row.expiresAt !== null && row.expiresAt.getTime() <= now)) return null;
  if ((row.lastUsedAt?.getTime() ?? 0) <= now - USE_NOTED_EVERY_MS) void noteUse(row.id, now);
  return { id: row.id, name: row.name, role: row.role as Role };
}

/** Of requests that come at the same time, one writes. */
async function noteUse(id: string, now: number): Promise<void> {
  const noting = processState('api-keys-noting', () => new Set<string>());
  if (noting.has(id)) return;
  noting.add(id);
  const isStale = { OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: new Date(now - USE_NOTED_EVERY_MS) } }] };
  try {
    await db().apiKey.updateMany({ where: { id, ...isStale }, data: { lastUsedAt: new Date(now) } });
  } catch (error) {
    log.warn('the use of an API key could not be noted', { id, error });
  } finally {
    noting.delete(id);
  }
}
