import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { db } from '../db/client';
import { needsSetUp } from './needs-set-up';
import { auditedSince, enter } from './people.fixture';
import { setUp } from './set-up';
import { setUpCode, shownSetUpCode } from './set-up-code';

const password = 'correct horse battery staple';
const input = () => ({ code: shownSetUpCode(), name: 'Ana', email: 'Ana@Corp.example', password });
let address: string;
let auditedBefore: number;
let attempts = 0;

beforeEach(async () => {
  attempts += 1;
  address = `192.0.2.${attempts}`;
  auditedBefore = await db().auditEntry.count();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await db().user.deleteMany();
});

it('makes an admin who can sign in, and says so in the audit log', async () => {
  expect(await needsSetUp()).toBe(true);
  await setUp({ input: input(), address });
  expect(await needsSetUp()).toBe(false);
  const after = {
    name: 'Ana',
    email: 'ana@corp.example',
    role: 'admin',
    is_disabled: false,
    must_change_password: false,
  };
  const [actor, subject] = [after.email, after.email];
  expect(await auditedSince(auditedBefore)).toEqual([
    { action: 'accounts.set_up', outcome: 'done', actor, subject, after },
  ]);
  expect((await enter('ana@corp.example', { password })).actor).toMatchObject({
    role: 'admin',
    mustChangePassword: false,
  });
});

it('takes the code in small letters and groups of one’s own', async () => {
  await setUp({ input: { ...input(), code: ` ${shownSetUpCode().toLowerCase().replaceAll('-', ' ')} ` }, address });
  expect(await db().user.count()).toBe(1);
});

it.each([
  ['another', '0000-0000-0000-0000'],
  ['a part of it', () => shownSetUpCode().slice(0, 14)],
  ['more than it', () => `${shownSetUpCode()}0`],
])('refuses %s as the code, at its field, and keeps that in the audit log', async (_what, code) => {
  const refused = setUp({ input: { ...input(), code: typeof code === 'string' ? code : code() }, address });
  await expect(refused).rejects.toMatchObject({ code: 'bad_input', issues: [{ path: ['code'] }] });
  expect(await db().user.count()).toBe(0);
  expect(await auditedSince(auditedBefore)).toEqual([
    { action: 'accounts.set_up', outcome: 'refused', actor: 'ana@corp.example', detail: 'wrong set-up code' },
  ]);
});

it.each([
  ['code', ' '],
  ['name', ''],
  ['name', 'Ana\nRoot'],
  ['email', 'ana'],
  ['password', 'eleven char'],
  ['password', 'x'.repeat(129)],
  ['password', 12],
])('refuses a bad %s at its field, and counts no attempt for it', async (field, value) => {
  for (let count = 0; count < 10; count += 1) {
    const refused = setUp({ input: { ...input(), [field]: value }, address });
    await expect(refused).rejects.toMatchObject({ code: 'bad_input', issues: [{ path: [field] }] });
  }
});

it('gives one admin to two who send the right code at the same time', async () => {
  const both = ['ana', 'bob'].map((name) => setUp({ input: { ...input(), email: `${name}@corp.example` }, address }));
  const settled = await Promise.allSettled(both);
  expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const reason = settled.find((one) => one.status === 'rejected')?.reason;
  expect(reason).toMatchObject({ code: 'conflict' });
  expect(await db().user.count()).toBe(1);
  expect(await auditedSince(auditedBefore)).toHaveLength(1);
});

it('is over once there is a user, whatever is sent', async () => {
  await setUp({ input: input(), address });
  for (const sent of [{ ...input(), email: 'bob@corp.example' }, { code: 'wrong' }, {}]) {
    await expect(setUp({ input: sent, address })).rejects.toMatchObject({ code: 'conflict' });
  }
  expect(await db().user.count()).toBe(1);
});

it('lets one address guess five times, many at once included, and others go on', async () => {
  const guess = () => setUp({ input: { ...input(), code: '0' }, address });
  const settled = await Promise.allSettled(Array.from({ length: 12 }, guess));
  const codes = settled.map((one) => one.status === 'rejected' && one.reason.code).sort();
  expect(codes).toEqual([...Array(5).fill('bad_input'), ...Array(7).fill('too_many')]);
  await expect(setUp({ input: input(), address })).rejects.toMatchObject({
    code: 'too_many',
    message: expect.stringMatching(/wait (\d+ seconds|5 minutes)/),
  });
  await setUp({ input: input(), address: '198.51.100.1' });
  expect(await db().user.count()).toBe(1);
});

it('ignores what a form does not have', async () => {
  const more = { role: 'viewer', id: 'mine', is_disabled: true, must_change_password: true, emailVerified: false };
  await setUp({ input: { ...input(), ...more }, address });
  const user = await db().user.findFirstOrThrow();
  expect(user).toMatchObject({ role: 'admin', isDisabled: false, mustChangePassword: false, emailVerified: true });
  expect(user.id).not.toBe('mine');
});

it('leaves code and password in no log', async () => {
  const written: string[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0);
  }
  const wrong = 'ABCD-ABCD-ABCD-ABCD';
  await setUp({ input: { ...input(), code: wrong }, address }).catch(() => undefined);
  await setUp({ input: input(), address });
  await setUp({ input: input(), address }).catch(() => undefined);
  const kept = JSON.stringify([written, await db().auditEntry.findMany()]);
  for (const secret of [shownSetUpCode(), setUpCode(), wrong, password]) expect(kept).not.toContain(secret);
});
