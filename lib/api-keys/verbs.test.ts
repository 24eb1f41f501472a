import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Actor } from '../access/actor';
import { admin, person } from '../access/actors.fixture';
import { hasRole, roles } from '../access/roles';
import { db } from '../db/client';
import { createKey } from './create';
import { findApiKey } from './find';
import { hashKey } from './key-format';
import { listKeys } from './list';
import { removeKey } from './remove';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const create = (input: unknown, actor: Actor = admin) => createKey({ actor, input });
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
const audited = (action: string) => db().auditEntry.findMany({ where: { action }, orderBy: { seq: 'asc' } });
const lastUse = async (id: string) => (await db().apiKey.findUniqueOrThrow({ where: { id } })).lastUsedAt;

let auditedBefore: number;
beforeEach(async () => {
  auditedBefore = await db().auditEntry.count();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await db().apiKey.deleteMany();
});

test('a key works from its creation until it is revoked', async () => {
  const expiresAt = inDays(90);
  const { record, key, warnings } = await create({ name: ' CI ', role: 'operator', expires_at: expiresAt });
  expect(record).toEqual({
    key_id: expect.any(String),
    name: 'CI',
    role: 'operator',
    start: key.slice(0, 12),
    expires_at: expiresAt,
    last_used_at: null,
    created_at: expect.any(String),
    created_by: admin.name,
  });
  expect(key).toMatch(/^vouch_[A-Za-z0-9_-]{43}$/);
  expect(warnings).toEqual([]);
  expect(await listKeys({ actor: admin })).toEqual([record]);
  expect(await findApiKey(key)).toEqual({ id: record.key_id, name: 'CI', role: 'operator' });

  expect(await removeKey({ actor: admin, id: record.key_id })).toEqual({ key_id: record.key_id });
  expect(await findApiKey(key)).toBeNull();
  expect(await listKeys({ actor: admin })).toEqual([]);
  await expect(removeKey({ actor: admin, id: record.key_id })).rejects.toMatchObject({ code: 'not_found' });
});

test('an answer to a list, a stored row and the audit log hold nothing of a key but how it begins', async () => {
  const { record, key } = await create({ name: 'deploy', role: 'admin' });
  await removeKey({ actor: admin, id: (await create({ name: 'gone', role: 'viewer' })).record.key_id });
  const entries = await db().auditEntry.findMany({ skip: auditedBefore, orderBy: { seq: 'asc' } });
  expect(entries.map(({ action, subjectName, before, after }) => ({ action, subjectName, before, after }))).toEqual([
    {
      action: 'keys.create',
      subjectName: 'deploy',
      before: null,
      after: { name: 'deploy', role: 'admin', expires_at: null },
    },
    {
      action: 'keys.create',
      subjectName: 'gone',
      before: null,
      after: { name: 'gone', role: 'viewer', expires_at: null },
    },
    {
      action: 'keys.remove',
      subjectName: 'gone',
      before: { name: 'gone', role: 'viewer', expires_at: null },
      after: null,
    },
  ]);
  const secret = key.slice(12);
  const row = await db().apiKey.findUniqueOrThrow({ where: { id: record.key_id } });
  expect(row.sha256).toBe(hashKey(key));
  for (const shown of [entries, row, record, await listKeys({ actor: admin })]) {
    expect(JSON.stringify(shown)).not.toContain(secret);
  }
  expect(JSON.stringify([entries, await listKeys({ actor: admin })])).not.toContain(row.sha256);
});

test('two keys are never alike', async () => {
  const keys = await Promise.all(['a', 'b', 'c'].map((name) => create({ name, role: 'viewer' })));
  expect(new Set(keys.map(({ key }) => key)).size).toBe(3);
});

test('a key that has expired is refused, and one that has not is not', async () => {
  const { key, record } = await create({ name: 'short', role: 'viewer', expires_at: inDays(1) });
  const expires = Date.parse(record.expires_at ?? '');
  vi.spyOn(Date, 'now').mockReturnValue(expires - 1);
  expect(await findApiKey(key)).not.toBeNull();
  vi.spyOn(Date, 'now').mockReturnValue(expires);
  expect(await findApiKey(key)).toBeNull();
});

test.each([
  ['another case', (key: string) => key.toUpperCase()],
  ['the case of its secret swapped', (key: string) => `vouch_${swapCase(key.slice(6))}`],
  ['without its last character', (key: string) => key.slice(0, -1)],
  ['its beginning', (key: string) => key.slice(0, 12)],
  ['with one more character', (key: string) => `${key}A`],
  ['a space before it', (key: string) => ` ${key}`],
  ['a line break after it', (key: string) => `${key}\n`],
  ['a space within it', (key: string) => `${key.slice(0, 20)} ${key.slice(21)}`],
  ['a NUL after it', (key: string) => `${key}\0`],
  ['its hash', (key: string) => hashKey(key)],
  ['a wildcard', () => `vouch_${'%'.repeat(43)}`],
  ['another key', () => `vouch_${'A'.repeat(43)}`],
  ['nothing', () => ''],
  ['10,000 characters', (key: string) => key.padEnd(10_000, 'A')],
])('refuses %s', async (_what, change) => {
  const { key } = await create({ name: 'CI', role: 'admin' });
  expect(await findApiKey(change(key))).toBeNull();
  expect(await findApiKey(key)).not.toBeNull();
});

test('what cannot be a key costs no query', async () => {
  const find = vi.spyOn(db().apiKey, 'findUnique');
  for (const text of ['A', `vouch_${'A'.repeat(42)}!`, `vouch_${'A'.repeat(10_000)}`, ` vouch_${'A'.repeat(43)}`]) {
    await findApiKey(text);
  }
  expect(find).not.toHaveBeenCalled();
});

test('the last use is noted, at most once a minute', async () => {
  const { key, record } = await create({ name: 'CI', role: 'viewer' });
  const start = Date.now();
  const clock = vi.spyOn(Date, 'now').mockReturnValue(start);
  const write = vi.spyOn(db().apiKey, 'updateMany');
  await Promise.all(Array.from({ length: 20 }, () => findApiKey(key)));
  await vi.waitFor(async () => expect(await lastUse(record.key_id)).toEqual(new Date(start)));
  expect(write).toHaveBeenCalledTimes(1);

  clock.mockReturnValue(start + MINUTE_MS - 1);
  await findApiKey(key);
  expect(write).toHaveBeenCalledTimes(1);

  clock.mockReturnValue(start + MINUTE_MS);
  await findApiKey(key);
  await vi.waitFor(async () => expect(await lastUse(record.key_id)).toEqual(new Date(start + MINUTE_MS)));
  expect(write).toHaveBeenCalledTimes(2);
  expect(await listKeys({ actor: admin })).toMatchObject([{ last_used_at: new Date(start + MINUTE_MS).toISOString() }]);
});

test('a use that another process has noted meanwhile is not noted again', async () => {
  const { key, record } = await create({ name: 'CI', role: 'viewer' });
  const unused = await db().apiKey.findUniqueOrThrow({ where: { id: record.key_id } });
  const noted = new Date(Date.now() - MINUTE_MS / 2);
  await db().apiKey.update({ where: { id: record.key_id }, data: { lastUsedAt: noted } });
  vi.spyOn(db().apiKey, 'findUnique').mockResolvedValue(unused);
  const write = vi.spyOn(db().apiKey, 'updateMany');
  expect(await findApiKey(key)).not.toBeNull();
  expect(await write.mock.results[0]?.value).toEqual({ count: 0 });
  expect(await lastUse(record.key_id)).toEqual(noted);
});

test('a use that cannot be noted refuses nobody, and keeps nobody waiting', async () => {
  const { key } = await create({ name: 'CI', role: 'viewer' });
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  let fail = (_: Error) => {};
  const never = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  vi.spyOn(db().apiKey, 'updateMany').mockReturnValue(never as never);
  expect(await findApiKey(key)).not.toBeNull();
  fail(new Error('database is locked'));
  await vi.waitFor(() => expect(written).toHaveBeenCalled());
  expect(written.mock.calls.join()).toMatch(/database is locked.*use of an API key could not be noted/s);
  expect(written.mock.calls.join()).not.toContain(key.slice(12));
  expect(await findApiKey(key)).not.toBeNull();
});

test('of two that ask for one name at the same time, one gets it, and there is one row and one entry', async () => {
  const before = (await audited('keys.create')).length;
  const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => create({ name: 'CI', role: 'viewer' })));
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason);
  expect(refused).toHaveLength(5);
  for (const reason of refused) {
    expect(reason).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('there is already an API key named "CI"'),
      issues: [{ path: ['name'] }],
    });
  }
  expect(await db().apiKey.count()).toBe(1);
  expect(await audited('keys.create')).toHaveLength(before + 1);
});

test.each([
  ['name', { role: 'viewer' }, /Name is missing/],
  ['name', { name: '  ', role: 'viewer' }, /Name is empty/],
  ['name', { name: 'a\nb', role: 'viewer' }, /Name has a control character/],
  ['name', { name: 'CI\u200b', role: 'viewer' }, /cannot be seen/],
  ['name', { name: 'x'.repeat(101), role: 'viewer' }, /longer than 100 characters/],
  ['role', { name: 'CI' }, /Role is one of viewer, operator, admin/],
  ['role', { name: 'CI', role: 'owner' }, /Role is one of/],
  ['expires_at', { name: 'CI', role: 'viewer', expires_at: 'tomorrow' }, /date and time with its offset/],
  ['expires_at', { name: 'CI', role: 'viewer', expires_at: '2030-02-30T00:00:00Z' }, /date and time with its offset/],
  ['expires_at', { name: 'CI', role: 'viewer', expires_at: '2030-01-01T00:00:00' }, /date and time with its offset/],
  ['expires_at', { name: 'CI', role: 'viewer', expires_at: 1_900_000_000 }, /date and time with its offset/],
  ['expires_at', { name: 'CI', role: 'viewer', expires_at: '2020-01-01T00:00:00Z' }, /has passed already/],
  ['expires_at', { name: 'CI', role: 'viewer', expires_at: inDays(3_660) }, /more than 10 years/],
])('names %s when it is refused, and makes nothing', async (field, input, reason) => {
  await expect(create(input)).rejects.toMatchObject({
    code: 'bad_input',
    issues: [{ path: [field], message: expect.stringMatching(reason) }],
  });
  expect(await db().apiKey.count()).toBe(0);
  expect(await db().auditEntry.count()).toBe(auditedBefore);
});

test('an end is taken with its offset', async () => {
  const { record } = await create({ name: 'CI', role: 'viewer', expires_at: '2031-01-01T01:30:00+01:30' });
  expect(record.expires_at).toBe('2031-01-01T00:00:00.000Z');
});

test('says which fields were not read', async () => {
  const { warnings } = await create({ name: 'CI', role: 'viewer', expires: inDays(1), scope: 'all', start: 'vouch_' });
  expect(warnings).toEqual([
    expect.stringContaining('`expires`'),
    '`scope`: not a field of an API key, kept out',
    '`start`: read-only, not changed',
  ]);
});

test.each(roles.flatMap((own) => roles.map((wanted) => ({ own, wanted }))))(
  'the role $own makes no key with more than itself: $wanted',
  async ({ own, wanted }) => {
    const made = await create({ name: 'CI', role: wanted }, person(own)).catch(() => null);
    if (made) expect(hasRole(own, wanted)).toBe(true);
    expect(await db().apiKey.count()).toBe(made ? 1 : 0);
    if (own === 'admin') expect(made?.record.role).toBe(wanted);
  },
);

test('a key that is not there is not found, and leaves no entry', async () => {
  await expect(removeKey({ actor: admin, id: 'x'.repeat(5_000) })).rejects.toThrow(
    /there is no API key with id "x{200}"/,
  );
  expect(await db().auditEntry.count()).toBe(auditedBefore);
});

function swapCase(text: string): string {
  return text.replaceAll(/[a-z]/gi, (letter) =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  );
}
