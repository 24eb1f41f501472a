import fc from 'fast-check';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { runs } from '../../lab/property-run';
import { admin } from '../access/actors.fixture';
import { db } from '../db/client';
import { databaseFile } from '../db/data-dir';
import { transact } from '../db/transact';
import { appendAudit } from './append';
import { emptyLog, write } from './stored-log.fixture';
import { verifyAudit } from './verify';

beforeEach(async () => {
  emptyLog();
  await db().caBundle.deleteMany();
});
afterAll(() => db().$disconnect());

const verify = () => verifyAudit({ file: databaseFile() });
const entries = () => db().auditEntry.findMany({ orderBy: { seq: 'asc' } });
const bundle = (id: string) => ({ id, name: id, pem: '', sha256: '', certificateCount: 0 });

it('says who did what to what, from where, with which changes', async () => {
  const subject = { type: 'server', id: 's1', name: 'payments' };
  const before = Date.now();
  await write({ action: 'servers.update', subject, before: { ssl_verify: null }, after: { ssl_verify: false } });
  const [entry] = await entries();
  expect(entry).toMatchObject({
    seq: 1,
    actorKind: 'user',
    actorId: admin.id,
    actorName: admin.name,
    address: admin.address,
    action: 'servers.update',
    outcome: 'done',
    subjectType: 'server',
    subjectId: 's1',
    subjectName: 'payments',
    detail: null,
    before: { ssl_verify: null },
    after: { ssl_verify: false },
    previousHash: '0'.repeat(64),
  });
  expect(entry?.at.getTime()).toBeGreaterThanOrEqual(before);
});

it('links each entry to the one before', async () => {
  for (let count = 0; count < 3; count += 1) await write();
  const [first, second, third] = await entries();
  expect([second?.previousHash, third?.previousHash]).toEqual([first?.hash, second?.hash]);
  expect([first?.seq, second?.seq, third?.seq]).toEqual([1, 2, 3]);
});

it('counts together with the change, or not at all', async () => {
  await write();
  const failing = transact(async (transaction) => {
    await transaction.caBundle.create({ data: bundle('undone') });
    await appendAudit(transaction, { actor: admin, action: 'bundles.create' });
    throw new Error('the disk is full');
  });
  await expect(failing).rejects.toThrow('the disk is full');
  expect(await db().caBundle.count()).toBe(0);
  await transact(async (transaction) => {
    await transaction.caBundle.create({ data: bundle('kept') });
    await appendAudit(transaction, { actor: admin, action: 'bundles.create' });
  });
  expect((await entries()).map(({ seq, action }) => [seq, action])).toEqual([
    [1, 'servers.update'],
    [2, 'bundles.create'],
  ]);
  expect((await verify()).broken).toBeNull();
});

it('undoes the change when the entry cannot be written', async () => {
  const circle: Record<string, unknown> = {};
  circle.itself = circle;
  const failing = transact(async (transaction) => {
    await transaction.caBundle.create({ data: bundle('undone') });
    await appendAudit(transaction, { actor: admin, action: 'bundles.create', after: circle });
  });
  await expect(failing).rejects.toThrow(/circular/i);
  expect([await db().caBundle.count(), await db().auditEntry.count()]).toEqual([0, 0]);
});

it('keeps one chain when many write at once, some of whom fail', async () => {
  const writers = Array.from({ length: 60 }, (_, index) =>
    transact(async (transaction) => {
      await appendAudit(transaction, { actor: admin, action: 'servers.update', detail: `${index}` });
      if (index % 3 === 0) throw new Error('undone');
    }),
  );
  const outcomes = await Promise.allSettled(writers);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(40);
  expect(await verify()).toMatchObject({ entries: 40, first: 1, head: { seq: 40 }, broken: null });
});

it('bounds what somebody unknown can make it keep', async () => {
  const name = 'x'.repeat(1_000_000);
  await write({ actor: { kind: 'anonymous', id: null, name, address: '192.0.2.7' }, detail: name });
  const [entry] = await entries();
  expect([entry?.actorName.length, entry?.detail?.length]).toEqual([1_000, 1_000]);
  expect((await verify()).broken).toBeNull();
});

it('writes hashes that what is stored agrees with, whatever is told', async () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.constant('\ud800 \udc00'));
  const maybe = fc.option(text, { freq: 4 });
  const json = fc.option(fc.dictionary(text, fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' })));
  const events = fc.record({
    actor: fc.record({ kind: fc.constant('anonymous' as const), id: fc.constant(null), name: text, address: maybe }),
    subject: fc.option(fc.record({ type: fc.constant('server'), id: maybe, name: maybe })),
    detail: maybe,
    before: json,
    after: json,
  });
  let count = 0;
  await fc.assert(
    fc.asyncProperty(events, async (event) => {
      await write(event);
      count += 1;
    }),
    runs(300),
  );
  expect(await verify()).toMatchObject({ entries: count, broken: null });
}, 60_000);
