import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { db } from '../db/client';
import { AppError } from '../errors';
import type { ServerRecord } from '../servers/dto';
import { recordOf } from '../servers/record-of';
import { withoutReport } from '../servers/row';
import { serverNotFound } from '../servers/server-not-found';
import { inParallel } from './in-parallel';
import { testConnection } from './test-connection';

/** Enough to keep slow servers from holding up the rest, few enough for one process. */
const AT_ONCE = 8;

/** The database takes some hundred values in one question. */
const MOST_NAMED = 500;

interface Options {
  actor: Actor;
  /** Null for every server. */
  ids: string[] | null;
  signal?: AbortSignal;
}

/** Checks servers now and answers their records with the new results. Throws AppError `not_found` before any check. */
export const checkServers = verb(
  { name: 'checks.check_servers', role: 'operator' },
  async ({ actor, ids, signal }: Options): Promise<ServerRecord[]> => {
    if (ids && ids.length > MOST_NAMED) {
      throw new AppError('bad_input', `more than ${MOST_NAMED} server ids: name fewer, or none for every server`);
    }
    const saved = await db().mcpServer.findMany({
      where: ids ? { id: { in: ids } } : {},
      select: { id: true },
      orderBy: { name: 'asc' },
    });
    const known = new Set(saved.map(({ id }) => id));
    const unknown = ids?.find((id) => !known.has(id));
    if (unknown !== undefined) throw serverNotFound(unknown);
    const records = await inParallel([...known], AT_ONCE, async (id) => {
      if (signal?.aborted) return null;
      await testConnection({ actor, input: { server_id: id }, signal }).catch(ignoreExpected);
      const row = await db().mcpServer.findUnique({ where: { id }, omit: withoutReport });
      return row && recordOf(row);
    });
    return records.filter((record) => record !== null);
  },
);

// One server that was deleted meanwhile, or whose secrets do not open, must not take the answer for the others.
function ignoreExpected(error: unknown): void {
  if (!(error instanceof AppError)) throw error;
}
