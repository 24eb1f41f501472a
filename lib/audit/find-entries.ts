import { setImmediate as othersTurn } from 'node:timers/promises';
import { db } from '../db/client';
import { Prisma } from '../db/generated/client';
import type { Conditions } from './conditions';
import type { AuditRecord } from './dto';
import { recordOf } from './record-of';

/** So many entries are looked at in one go: SQLite works in this process's thread, and a long log must not stop it. */
const STRETCH = 20_000;

interface Search {
  conditions: Conditions;
  /** Only entries with a smaller number. */
  before?: number;
  pageSize: number;
  signal?: AbortSignal;
}

/** The entries that match, newest first, in full pages; each is looked for when it is asked for. */
export async function* findEntries({ conditions, before, pageSize, signal }: Search): AsyncGenerator<AuditRecord[]> {
  const { oldest, newest } = await boundsOf(conditions);
  let upTo = Math.min(newest, (before ?? Number.MAX_SAFE_INTEGER) - 1);
  let found: number[] = [];
  while (upTo >= oldest) {
    signal?.throwIfAborted();
    const where = within(conditions, upTo);
    const rows = await db().$queryRaw<{ seq: number | bigint }[]>`
      SELECT seq FROM audit_entries WHERE ${where} ORDER BY seq DESC LIMIT ${pageSize - found.length}`;
    found.push(...rows.map(({ seq }) => Number(seq)));
    upTo -= STRETCH;
    if (found.length === pageSize) {
      upTo = Number(found.at(-1)) - 1;
      yield await load(found);
      found = [];
    }
    await othersTurn();
  }
  if (found.length > 0) yield await load(found);
}

/** How many match in all. */
export async function countEntries(conditions: Conditions): Promise<number> {
  const { time, others } = conditions;
  if (others.length === 0) return count(all(time));
  const { oldest, newest } = await boundsOf(conditions);
  let total = 0;
  for (let upTo = newest; upTo >= oldest; upTo -= STRETCH) {
    total += await count(within(conditions, upTo));
    await othersTurn();
  }
  return total;
}

async function count(where: Prisma.Sql): Promise<number> {
  const [row] = await db().$queryRaw<
    { total: number | bigint }[]
  >`SELECT count(*) AS total FROM audit_entries WHERE ${where}`;
  return Number(row?.total ?? 0);
}

/** Between which numbers there is something of that time. */
async function boundsOf({ time }: Conditions): Promise<{ oldest: number; newest: number }> {
  // Two questions: SQLite goes through the whole log for both ends at once.
  const [row] = await db().$queryRaw<{ oldest: number | bigint | null; newest: number | bigint | null }[]>`
    SELECT (SELECT min(seq) FROM audit_entries WHERE ${all(time)}) AS oldest,
      (SELECT max(seq) FROM audit_entries WHERE ${all(time)}) AS newest`;
  return { oldest: Number(row?.oldest ?? 1), newest: Number(row?.newest ?? 0) };
}

function within({ time, others }: Conditions, upTo: number): Prisma.Sql {
  return all([Prisma.sql`seq BETWEEN ${upTo - STRETCH + 1} AND ${upTo}`, ...time, ...others]);
}

function all(conditions: Prisma.Sql[]): Prisma.Sql {
  return conditions.length > 0 ? Prisma.join(conditions, ' AND ') : Prisma.sql`TRUE`;
}

async function load(seqs: number[]): Promise<AuditRecord[]> {
  const rows = await db().auditEntry.findMany({ where: { seq: { in: seqs } }, orderBy: { seq: 'desc' } });
  return rows.map(recordOf);
}
