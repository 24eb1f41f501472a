import { afterAll, beforeEach, expect, it } from 'vitest';
import { db } from '../db/client';
import { emptyLog, write } from './stored-log.fixture';

beforeEach(async () => {
  emptyLog();
  for (let count = 0; count < 3; count += 1) await write();
});
afterAll(() => db().$disconnect());

const everything = () => db().$queryRawUnsafe<unknown[]>('SELECT * FROM audit_entries ORDER BY seq');
const cuts = () => db().$queryRawUnsafe<unknown[]>('SELECT * FROM audit_cuts ORDER BY seq');
const cut = "INSERT INTO audit_cuts SELECT seq, hash, '2026-01-01T00:00:00.000+00:00' FROM audit_entries WHERE seq = 1";

it.each([
  ["UPDATE audit_entries SET detail = 'x' WHERE seq = 2"],
  ['UPDATE audit_entries SET hash = hash'],
  ['UPDATE OR IGNORE audit_entries SET seq = 9 WHERE seq = 3'],
  ["UPDATE OR REPLACE audit_entries SET subject_name = ''"],
  ['DELETE FROM audit_entries'],
  ['DELETE FROM audit_entries WHERE seq = 3'],
  ['DELETE FROM audit_entries WHERE seq = 1'],
  [
    "INSERT OR REPLACE INTO audit_entries SELECT seq, at, actor_kind, actor_id, 'x', address, action, outcome, subject_type, subject_id, subject_name, detail, before, after, previous_hash, hash FROM audit_entries WHERE seq = 2",
  ],
  [
    'INSERT INTO audit_entries SELECT 9, at, actor_kind, actor_id, actor_name, address, action, outcome, subject_type, subject_id, subject_name, detail, before, after, previous_hash, hash FROM audit_entries WHERE seq = 2',
  ],
])('the database refuses %s', async (sql) => {
  const before = await everything();
  await expect(db().$executeRawUnsafe(sql)).rejects.toThrow();
  expect(await everything()).toEqual(before);
});

it('refuses changes through the client as well', async () => {
  await expect(db().auditEntry.updateMany({ data: { detail: 'x' } })).rejects.toThrow();
  await expect(db().auditEntry.deleteMany()).rejects.toThrow();
  expect(await db().auditEntry.count({ where: { detail: null } })).toBe(3);
});

it('lets go of entries up to a cut, and of no other', async () => {
  await db().$executeRawUnsafe(cut);
  await expect(db().$executeRawUnsafe('DELETE FROM audit_entries WHERE seq <= 2')).rejects.toThrow();
  expect(await db().auditEntry.count()).toBe(3);
  await db().$executeRawUnsafe('DELETE FROM audit_entries WHERE seq <= 1');
  expect(await db().auditEntry.count()).toBe(2);
});

it.each([
  ["INSERT INTO audit_cuts SELECT seq, hash, '2026-01-01T00:00:00.000+00:00' FROM audit_entries WHERE seq = 3"],
  ["INSERT INTO audit_cuts VALUES (2, 'another hash', '2026-01-01T00:00:00.000+00:00')"],
  ["INSERT INTO audit_cuts VALUES (9, 'of no entry', '2026-01-01T00:00:00.000+00:00')"],
])('refuses the cut %s', async (sql) => {
  await expect(db().$executeRawUnsafe(sql)).rejects.toThrow();
  expect(await cuts()).toEqual([]);
});

it.each([
  ['UPDATE audit_cuts SET seq = 3'],
  ['DELETE FROM audit_cuts'],
  ["INSERT OR REPLACE INTO audit_cuts VALUES (1, 'another hash', '2026-01-01T00:00:00.000+00:00')"],
])('keeps a cut from %s', async (sql) => {
  await db().$executeRawUnsafe(cut);
  const before = await cuts();
  await expect(db().$executeRawUnsafe(sql)).rejects.toThrow();
  expect(await cuts()).toEqual(before);
});
