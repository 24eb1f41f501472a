import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest';
import { systemActor } from '../access/actor';
import { admin } from '../access/actors.fixture';
import { db } from '../db/client';
import { databaseFile } from '../db/data-dir';
import { transact } from '../db/transact';
import { appendAudit } from './append';
import { pruneAudit } from './prune';
import { startAuditPruning } from './prune-daily';
import { emptyLog, write } from './stored-log.fixture';
import { updateRetention } from './update-retention';
import { verifyAudit } from './verify';

const DAY_MS = 86_400_000;
const now = new Date('2026-11-22T12:00:00.000Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);

beforeEach(() => {
  emptyLog();
  vi.useFakeTimers({ toFake: ['Date'], now });
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => db().$disconnect());

const keep = (keep_days: number | null) => updateRetention({ actor: admin, input: { keep_days } });
const prune = () => pruneAudit({ actor: systemActor });
const numbers = async () =>
  (await db().auditEntry.findMany({ orderBy: { seq: 'asc' }, select: { seq: true } })).map(({ seq }) => seq);
const verify = (noted?: { seq: number; hash: string }) => verifyAudit({ file: databaseFile(), noted });
const hashOfEntry = async (seq: number) => (await db().auditEntry.findUniqueOrThrow({ where: { seq } })).hash;

/** An entry for each number of days that have gone by since. */
async function written(...days: number[]): Promise<void> {
  for (const day of days) {
    vi.setSystemTime(daysAgo(day));
    await write();
  }
  vi.setSystemTime(now);
}

it('removes nothing while entries are kept for ever', async () => {
  await written(9000, 10);
  expect(await prune()).toEqual({ removed: 0 });
  expect(await numbers()).toEqual([1, 2]);
});

it('removes what is older than the retention, and writes down what it did', async () => {
  await written(100, 91, 90, 1);
  const hash = await hashOfEntry(2);
  await keep(90);
  expect(await prune()).toEqual({ removed: 2 });
  expect(await numbers()).toEqual([3, 4, 5, 6]);
  expect(await db().auditCut.findMany()).toEqual([{ seq: 2, hash, at: now }]);
  expect(await db().auditEntry.findUnique({ where: { seq: 6 } })).toMatchObject({
    actorKind: 'system',
    action: 'audit.prune',
    outcome: 'done',
    detail: '2 entries up to number 2, older than 90 days',
    after: { removed: 2, keep_days: 90, seq: 2, hash },
  });
});

it('leaves a log that is whole, again and again', async () => {
  await written(100, 99, 98, 60, 59, 5);
  for (const days of [95, 55, 30]) {
    await keep(days);
    await prune();
    expect((await verify()).broken).toBeNull();
  }
  expect(await verify()).toMatchObject({ first: 6, cut: { seq: 5 } });
  expect(await prune()).toEqual({ removed: 0 });
});

it('never removes the newest entry', async () => {
  await keep(30);
  vi.setSystemTime(daysAgo(-40));
  expect(await prune()).toEqual({ removed: 0 });
  expect(await numbers()).toEqual([1]);
  await write();
  vi.setSystemTime(daysAgo(-80));
  expect(await prune()).toEqual({ removed: 1 });
  expect(await numbers()).toEqual([2, 3]);
});

it('keeps what stands behind an entry that is kept, whatever its clock said', async () => {
  await written(100, -5000, 99, 1);
  await keep(90);
  expect(await prune()).toEqual({ removed: 1 });
  expect(await numbers()).toEqual([2, 3, 4, 5, 6]);
});

it('goes on in the chain after all but one entry are gone', async () => {
  await written(100, 99);
  await keep(30);
  await prune();
  await write();
  expect(await verify()).toMatchObject({ entries: 3, first: 3, head: { seq: 5 }, broken: null });
});

it('removes and writes down together, or not at all', async () => {
  await written(100, 99, 1);
  await keep(90);
  const undone = transact(async () => {
    await prune();
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await numbers()).toEqual([1, 2, 3, 4]);
  expect(await db().auditCut.count()).toBe(0);
});

it('removes more than fits one transaction, in several', async () => {
  await transact(async (transaction) => {
    vi.setSystemTime(daysAgo(100));
    for (let count = 0; count < 5_001; count += 1) await appendAudit(transaction, { actor: admin, action: 'a.b' });
  });
  vi.setSystemTime(now);
  await keep(90);
  expect(await prune()).toEqual({ removed: 5_001 });
  const told = await db().auditEntry.findMany({ where: { action: 'audit.prune' }, orderBy: { seq: 'asc' } });
  expect(told.map(({ after }) => (after as { removed: number }).removed)).toEqual([5_000, 1]);
  expect(await verify()).toMatchObject({ entries: 3, first: 5_002, broken: null });
});

it('tells an entry that was noted from one that a retention removed', async () => {
  await written(100, 99, 1);
  const hashes = [await hashOfEntry(1), await hashOfEntry(2), await hashOfEntry(3)];
  await keep(90);
  await prune();
  const reason = async (seq: number, hash = hashes[seq - 1] ?? '') => (await verify({ seq, hash })).broken?.reason;
  expect([await reason(3), await reason(2), await reason(1)]).toEqual([undefined, undefined, 'head_cut']);
  expect(await reason(2, hashes[0])).toBe('head_changed');
});

it('runs at the start and again by the clock', async () => {
  await written(100);
  await keep(90);
  const stop = startAuditPruning(20);
  try {
    await vi.waitFor(async () => expect(await numbers()).toEqual([2, 3]));
    vi.setSystemTime(daysAgo(-200));
    await vi.waitFor(async () => expect(await numbers()).toEqual([4, 5]));
  } finally {
    stop();
  }
  expect((await verify()).broken).toBeNull();
});

it('runs once at a time, and goes on after a failure', async () => {
  await written(100);
  await keep(90);
  const begin = vi.spyOn(db(), '$transaction');
  const report = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  let fail: (reason: Error) => void = () => {};
  begin.mockReturnValueOnce(
    new Promise((_resolve, reject) => {
      fail = reject;
    }),
  );
  const stop = startAuditPruning(1);
  try {
    for (let count = 0; count < 20; count += 1) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(begin).toHaveBeenCalledTimes(1);
    fail(new Error('the disk is full'));
    await vi.waitFor(async () => expect(await numbers()).toEqual([2, 3]));
    expect(report.mock.calls.join()).toContain('the audit log could not be pruned');
  } finally {
    stop();
    begin.mockRestore();
    report.mockRestore();
  }
});
