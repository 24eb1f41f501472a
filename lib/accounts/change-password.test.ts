import { afterEach, beforeEach, expect, it } from 'vitest';
import { masterKeyActor } from '../access/actor';
import { admin } from '../access/actors.fixture';
import { db } from '../db/client';
import { changePassword } from './change-password';
import { getAccount } from './get-account';
import {
  add,
  addWithoutPassword,
  auditedSince,
  countHashings,
  enter,
  PASSWORD,
  requestHeaders,
  whoIs,
} from './people.fixture';
import { resetPassword } from './reset-password';
import { signIn } from './sign-in';

const ana = 'ana@corp.example';
const next = 'another horse, another staple';
const change = (
  actor: Parameters<typeof changePassword>[0]['actor'],
  current: unknown = PASSWORD,
  wanted: unknown = next,
) => changePassword({ actor, input: { current_password: current, new_password: wanted } });
const hashOf = async () => (await db().account.findFirst({ where: { user: { email: ana } } }))?.password;
const canSignIn = (password: string) =>
  signIn({ input: { email: ana, password }, headers: requestHeaders('203.0.113.1') }).then(
    () => true,
    () => false,
  );

afterEach(() => db().user.deleteMany());

let id: string;
beforeEach(async () => {
  id = (await add(ana, 'operator', { mustChangePassword: true })).id;
});

it('changes the password, frees the account, and ends every other session', async () => {
  await add('bob@corp.example');
  const [mine, other, bob] = [await enter(ana), await enter(ana), await enter('bob@corp.example')];
  expect(mine.actor.mustChangePassword).toBe(true);
  const from = await db().auditEntry.count();
  expect(await change(mine.actor)).toEqual({ ended_sessions: 1 });
  expect(await whoIs(mine.headers)).toMatchObject({ name: ana, mustChangePassword: false });
  expect([await whoIs(other.headers), (await whoIs(bob.headers))?.name]).toEqual([null, 'bob@corp.example']);
  expect([await canSignIn(PASSWORD), await canSignIn(next)]).toEqual([false, true]);
  const after = { password: 'changed', ended_sessions: 1 };
  expect((await auditedSince(from)).slice(0, 1)).toEqual([
    { action: 'accounts.change_password', outcome: 'done', actor: ana, subject: ana, after },
  ]);
  const log = JSON.stringify(await db().auditEntry.findMany());
  for (const secret of [PASSWORD, next, await hashOf()]) expect(log).not.toContain(secret);
});

it.each([
  ['a wrong current password', 'wrong', next, 'current_password', 'this is not your current password'],
  ['a short one', PASSWORD, 'eleven char', 'new_password', 'the password has at least 12 characters'],
  ['a long one', PASSWORD, 'x'.repeat(129), 'new_password', 'the password has at most 128 characters'],
  ['the same one', PASSWORD, PASSWORD, 'new_password', 'the new password is the current one'],
  ['a number', PASSWORD, 123456789012, 'new_password', 'the password is a text'],
  ['no current password', null, next, 'current_password', 'the current password is a text'],
])('refuses %s at its field and changes nothing', async (_what, current, wanted, field, message) => {
  const [mine, other] = [await enter(ana), await enter(ana)];
  const before = await hashOf();
  await expect(change(mine.actor, current, wanted)).rejects.toMatchObject({
    code: 'bad_input',
    issues: [{ path: [field], message }],
  });
  expect(await hashOf()).toBe(before);
  expect(await whoIs(other.headers)).toMatchObject({ mustChangePassword: true });
});

it('lets a session guess the current password five times, and tells the audit log', async () => {
  const { actor } = await enter(ana);
  const from = await db().auditEntry.count();
  const settled = await Promise.allSettled(Array.from({ length: 9 }, () => change(actor, 'wrong')));
  const codes = settled.map((one) => one.status === 'rejected' && one.reason.code).sort();
  expect(codes).toEqual([...Array(5).fill('bad_input'), ...Array(4).fill('too_many')]);
  await expect(change(actor)).rejects.toMatchObject({ code: 'too_many' });
  const entry = { action: 'accounts.change_password', outcome: 'refused', actor: ana, subject: ana };
  expect(await auditedSince(from)).toEqual(Array(5).fill({ ...entry, detail: 'wrong current password' }));
});

it('counts a new password that is refused as no guess', async () => {
  const { actor } = await enter(ana);
  for (let count = 0; count < 10; count += 1) await change(actor, PASSWORD, 'short').catch(() => undefined);
  expect(await change(actor)).toEqual({ ended_sessions: 0 });
});

it('does not win over an admin who resets the password meanwhile', async () => {
  const { actor, headers } = await enter(ana);
  let temporary = '';
  const reset = async (nth: number) => {
    // The second of its own: the current one is found right, the new one is about to be hashed.
    if (nth !== 2) return;
    temporary = (await resetPassword({ actor: admin, id })).temporary_password;
  };
  const { value } = await countHashings(() => change(actor).catch((error) => error), reset);
  expect(value).toMatchObject({ code: 'conflict', message: expect.stringContaining('in the meantime') });
  expect([await canSignIn(next), await canSignIn(temporary)]).toEqual([false, true]);
  expect(await whoIs(headers)).toBeNull();
});

it('is not for somebody without a password, nor for a key', async () => {
  const sso = await addWithoutPassword('sso@corp.example');
  const actor = { ...admin, id: sso.id };
  await expect(change(actor)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('single sign-on'),
  });
  await expect(change(masterKeyActor(null))).rejects.toMatchObject({ code: 'forbidden' });
});

it('one’s own account tells how one signs in', async () => {
  const { actor } = await enter(ana);
  const account = { name: 'ana', email: ana, role: 'operator', must_change_password: true };
  expect(await getAccount({ actor })).toEqual({ ...account, has_password: true, has_single_sign_on: false });
  const { id: userId } = await addWithoutPassword('sso@corp.example');
  await db().account.create({ data: { id: 'a', accountId: 'i s', providerId: 'oidc', userId } });
  expect(await getAccount({ actor: { ...actor, id: userId } })).toMatchObject({
    email: 'sso@corp.example',
    has_password: false,
    has_single_sign_on: true,
  });
  await expect(getAccount({ actor: masterKeyActor(null) })).rejects.toMatchObject({ code: 'forbidden' });
});
