import { setImmediate as othersTurn } from 'node:timers/promises';
import { db } from '../db/client';
import { Prisma } from '../db/generated/client';
import type { AuditRecord } from './dto';
import { recordOf } from './record-of';

/** So many entries are looked at in one go: SQLite works in this process's thread, and a long log must not stop it. */
const STRETCH = 20_000;

interface Search {
  conditions: Prisma.Sql[];
  /** Only entries with a smaller number. */
  before?: number;
  limit: number;
  signal?: AbortSignal;
}

/** The newest entries that match, newest first. */
export async function findEntries({ conditions, before, limit, signal }: Search): Promise<AuditRecord[]> {
  const seqs: number[] = [];
  for await (const stretch of stretches(before, signal)) {
    const rows = await db().$queryRaw<{ seq: number | bigint }[]>`
      SELECT seq FROM audit_entries WHERE ${Prisma.join([stretch, ...conditions], ' AND ')}
      ORDER BY seq DESC LIMIT ${limit - seqs.length}`;
    seqs.push(...rows.map(({ seq }) => Number(seq)));
    if (seqs.length === limit) break;
  }
  const rows = await db().auditEntry.findMany({ where: { seq: { in: seqs } }, orderBy: { seq: 'desc' } });
  return rows.map(recordOf);
}

/** How many match in all. */
export async function countEntries(conditions: Prisma.Sql[]): Promise<number> {
  // SQLite knows this one by its pages; the client's own count looks at every row.
  if (conditions.length === 0) return count(Prisma.sql`SELECT count(*) AS total FROM audit_entries`);
  let total = 0;
  for await (const stretch of stretches()) {
    const where = Prisma.join([stretch, ...conditions], ' AND ');
    total += await count(Prisma.sql`SELECT count(*) AS total FROM audit_entries WHERE ${where}`);
  }
  return total;
}

async function count(query: Prisma.Sql): Promise<number> {
  const [row] = await db().$queryRaw<{ total: number | bigint }[]>(query);
  return Number(row?.total ?? 0);
}

/** The log in parts, newest first, as conditions on the number; others have their turn between two of them. */
async function* stretches(before = Number.MAX_SAFE_INTEGER, signal?: AbortSignal): AsyncGenerator<Prisma.Sql> {
  const { auditEntry } = db();
  const oldest = await auditEntry.findFirst({ orderBy: { seq: 'asc' }, select: { seq: true } });
  const newest = await auditEntry.findFirst({ orderBy: { seq: 'desc' }, select: { seq: true } });
  if (!oldest || !newest) return;
  for (let upTo = Math.min(newest.seq, before - 1); upTo >= oldest.seq; upTo -= STRETCH) {
    signal?.throwIfAborted();
    yield Prisma.sql`seq BETWEEN ${Math.max(oldest.seq, upTo - STRETCH + 1)} AND ${upTo}`;
    await othersTurn();
  }
}
