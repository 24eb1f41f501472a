import { setImmediate as othersTurn } from 'node:timers/promises';
import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import type { Prisma } from '../db/generated/client';
import { transact } from '../db/transact';
import { appendAudit } from './append';
import { currentRetention } from './current-retention';

const DAY_MS = 86_400_000;
/** As many as one transaction removes: everything else waits for its end. */
const BATCH = 5_000;

interface Options {
  actor: Actor;
  now?: Date;
}

/**
 * Removes the entries that are older than the retention keeps them. Each batch is a transaction of its own, after which the
 * log is whole: where it was cut and how many are gone is written down in it. The newest entry always stays.
 */
export const pruneAudit = verb(
  { name: 'audit.prune', role: 'admin', writes: true },
  async ({ actor, now = new Date() }: Options): Promise<{ removed: number }> => {
    let removed = 0;
    for (;;) {
      const count = await transact((transaction) => pruneBatch(transaction, actor, now));
      removed += count;
      if (count < BATCH) return { removed };
      // SQLite works in this thread, and its promises alone let no request in.
      await othersTurn();
    }
  },
);

async function pruneBatch(transaction: Prisma.TransactionClient, actor: Actor, now: Date): Promise<number> {
  const { keep_days } = await currentRetention();
  if (keep_days === null) return 0;
  const end = new Date(now.getTime() - keep_days * DAY_MS);
  const oldest = await transaction.auditEntry.findMany({
    orderBy: { seq: 'asc' },
    take: BATCH + 1,
    select: { seq: true, hash: true, at: true },
  });
  // Only a beginning of the chain can go: an entry behind one that stays, stays, whatever the clock said that day.
  const kept = oldest.findIndex(({ at }) => at >= end);
  const old = oldest.slice(0, kept === -1 ? oldest.length - 1 : kept);
  const last = old.at(-1);
  if (!last) return 0;
  const { seq, hash } = last;
  await transaction.auditCut.create({ data: { seq, hash, at: now } });
  await transaction.auditEntry.deleteMany({ where: { seq: { lte: seq } } });
  await appendAudit(transaction, {
    actor,
    action: 'audit.prune',
    subject: { type: 'setting', id: 'audit', name: 'Audit log retention' },
    detail: `${old.length === 1 ? '1 entry' : `${old.length} entries`} up to number ${seq}, older than ${keep_days} days`,
    after: { removed: old.length, keep_days, seq, hash },
  });
  return old.length;
}
