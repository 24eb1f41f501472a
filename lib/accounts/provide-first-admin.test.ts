import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { db } from '../db/client';
import { add, auditedSince, countHashings, enter } from './people.fixture';
import { provideFirstAdmin } from './provide-first-admin';
import { setUp } from './set-up';
import { shownSetUpCode } from './set-up-code';

const email = 'first.admin@corp.example';
const password = 'a password of the deployment';

let auditedBefore: number;
beforeEach(async () => {
  vi.stubEnv('VOUCH_ADMIN_EMAIL', 'First.Admin@corp.example');
  vi.stubEnv('VOUCH_ADMIN_PASSWORD', password);
  auditedBefore = await db().auditEntry.count();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await db().user.deleteMany();
});

it('makes the admin that the environment names, who can sign in', async () => {
  await provideFirstAdmin();
  const after = { name: 'first.admin', email, role: 'admin', is_disabled: false, must_change_password: false };
  const detail = 'from VOUCH_ADMIN_EMAIL';
  expect(await auditedSince(auditedBefore)).toEqual([
    { action: 'accounts.set_up', outcome: 'done', actor: 'vouch', subject: email, detail, after },
  ]);
  expect(JSON.stringify(await db().auditEntry.findMany())).not.toContain(password);
  expect((await enter(email, { password })).actor).toMatchObject({ role: 'admin', mustChangePassword: false });
});

it('does nothing once there is a user, whoever that is', async () => {
  await add('viewer@corp.example');
  await provideFirstAdmin();
  expect(await db().user.count()).toBe(1);
  expect(await auditedSince(auditedBefore)).toEqual([]);
});

it('does not bring back a password that was changed', async () => {
  await provideFirstAdmin();
  vi.stubEnv('VOUCH_ADMIN_PASSWORD', 'another password of the deployment');
  await provideFirstAdmin();
  expect((await enter(email, { password })).actor).toMatchObject({ name: email });
});

it('does nothing when the environment names nobody', async () => {
  vi.unstubAllEnvs();
  await provideFirstAdmin();
  expect(await db().user.count()).toBe(0);
});

it('does nothing when somebody comes first, while the password is hashed', async () => {
  await add('earlier@corp.example');
  await db().user.deleteMany();
  const { count } = await countHashings(provideFirstAdmin, () => add('ana@corp.example'));
  expect(count).toBe(1);
  expect(await db().user.findMany({ select: { email: true } })).toEqual([{ email: 'ana@corp.example' }]);
});

it('makes one admin together with a set-up at the same time, and with itself', async () => {
  const input = { code: shownSetUpCode(), name: 'Ana', email: 'ana@corp.example', password };
  await Promise.allSettled([setUp({ input, address: '192.0.2.1' }), provideFirstAdmin(), provideFirstAdmin()]);
  expect(await db().user.count()).toBe(1);
});
