import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../access/actor';
import { roles } from '../access/roles';
import { db } from '../db/client';
import { auth } from './auth';
import { createUser } from './create-user';
import { listUsers } from './list-users';
import { add, addWithoutPassword, auditedSince, enter, requestHeaders, whoIs } from './people.fixture';
import { removeUser } from './remove-user';
import { resetPassword } from './reset-password';
import { signIn } from './sign-in';
import { updateUser } from './update-user';

const root = 'root@corp.example';
const ana = 'ana@corp.example';

let actor: Actor;
let auditedBefore: number;
beforeEach(async () => {
  await add(root, 'admin');
  actor = (await enter(root)).actor;
  auditedBefore = await db().auditEntry.count();
});
afterEach(() => db().user.deleteMany());

const create = (input: unknown) => createUser({ actor, input });
const update = (id: string, input: unknown) => updateUser({ actor, id, input });
const known = (email = ana) => db().user.findUniqueOrThrow({ where: { email } });
/** What no form has, and what would be worth having. */
const more = {
  id: 'mine',
  user_id: 'mine',
  email_verified: false,
  emailVerified: false,
  isDisabled: true,
  mustChangePassword: false,
  must_change_password: false,
  password: 'chosen by the caller',
  image: 'https://elsewhere.example/x.png',
  createdAt: '2000-01-01T00:00:00.000Z',
  accounts: { create: [] },
  sessions: { deleteMany: {} },
};

describe('a new person', () => {
  it('gets a temporary password, once, that has to be changed', async () => {
    const { record, temporary_password: temporary } = await create({
      name: ' Ana ',
      email: 'ANA@corp.example',
      role: 'viewer',
    });
    expect(temporary).toMatch(/^[\w-]{20}$/);
    expect(record).toMatchObject({
      name: 'Ana',
      email: ana,
      role: 'viewer',
      is_disabled: false,
      must_change_password: true,
      last_sign_in_at: null,
    });
    expect((await enter(ana, { password: temporary })).actor).toMatchObject({
      role: 'viewer',
      mustChangePassword: true,
    });
    const after = { name: 'Ana', email: ana, role: 'viewer', is_disabled: false, must_change_password: true };
    expect((await auditedSince(auditedBefore)).slice(0, 1)).toEqual([
      { action: 'users.create', outcome: 'done', actor: root, subject: ana, after },
    ]);
    const password = (await db().account.findFirst({ where: { userId: record.user_id } }))?.password;
    const kept = JSON.stringify([await db().auditEntry.findMany(), await listUsers({ actor })]);
    for (const secret of [temporary, password]) expect(kept).not.toContain(secret);
  });

  it('is as the form says, and nothing else', async () => {
    await create({ name: 'Ana', email: ana, role: 'viewer', is_disabled: true, ...more });
    const { id, ...row } = await known();
    expect(id).not.toBe('mine');
    expect(row).toMatchObject({
      role: 'viewer',
      isDisabled: false,
      mustChangePassword: true,
      emailVerified: true,
      image: null,
    });
    expect(row.createdAt.getFullYear()).toBeGreaterThan(2000);
    const withChosen = signIn({
      input: { email: ana, password: more.password },
      headers: requestHeaders('203.0.113.5'),
    });
    await expect(withChosen).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it.each([
    ['name', ''],
    ['name', '   '],
    ['name', 'Ana\nRoot'],
    ['name', 'x'.repeat(101)],
    ['email', 'ana'],
    ['email', `${'x'.repeat(250)}@corp.example`],
    ['email', ['ana@corp.example']],
    ['role', 'owner'],
    ['role', 'ADMIN'],
    ['role', undefined],
  ])('with a bad %s is refused at its field: %.20j', async (field, value) => {
    const input = { name: 'Ana', email: ana, role: 'viewer', [field]: value };
    await expect(create(input)).rejects.toMatchObject({ code: 'bad_input', issues: [{ path: [field] }] });
    expect(await db().user.count()).toBe(1);
  });

  it('cannot have an address that somebody has, in whatever letter case, two at a time included', async () => {
    const input = { name: 'Ana', email: ana, role: 'viewer' };
    const settled = await Promise.allSettled([create(input), create({ ...input, email: 'Ana@CORP.example' })]);
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const reason = settled.find((one) => one.status === 'rejected')?.reason;
    expect(reason).toMatchObject({ code: 'conflict', issues: [{ path: ['email'] }] });
    expect(await db().user.count()).toBe(2);
  });

  it('cannot be made through the accounts library', async () => {
    const body = { name: 'Ana', email: ana, password: 'correct horse battery staple', role: 'admin' };
    await expect(auth(false).api.signUpEmail({ body })).rejects.toThrow();
    expect(await db().user.count()).toBe(1);
  });
});

describe('a change of a person', () => {
  it('counts from the next request on', async () => {
    const { id } = await add(ana);
    const { headers } = await enter(ana);
    const from = await db().auditEntry.count();
    for (const role of [...roles].reverse()) {
      expect(await update(id, { role })).toMatchObject({ role });
      expect(await whoIs(headers)).toMatchObject({ role });
    }
    await update(id, { name: 'Ana B.' });
    expect((await auditedSince(from)).map(({ before, after }) => [before, after])).toEqual([
      [{ role: 'viewer' }, { role: 'admin' }],
      [{ role: 'admin' }, { role: 'operator' }],
      [{ role: 'operator' }, { role: 'viewer' }],
      [{ name: 'ana' }, { name: 'Ana B.' }],
    ]);
  });

  it('changes nothing that a form does not have', async () => {
    const { id } = await add(ana);
    const before = await known();
    await update(id, { ...more, email: 'new@corp.example' });
    expect(await known()).toEqual({ ...before, updatedAt: expect.any(Date) });
  });

  it('that keeps them out ends their sessions and lets nobody in', async () => {
    const { id } = await add(ana);
    const { headers } = await enter(ana);
    expect(await update(id, { is_disabled: true })).toMatchObject({ is_disabled: true });
    expect(await whoIs(headers)).toBeNull();
    await expect(enter(ana)).rejects.toMatchObject({ code: 'unauthorized' });
    await update(id, { is_disabled: false });
    expect((await enter(ana)).actor).toMatchObject({ name: ana });
  });

  it.each([{ role: 'owner' }, { is_disabled: 'yes' }, { name: '' }, { role: null }])(
    'is refused: %j',
    async (input) => {
      const { id } = await add(ana);
      await expect(update(id, input)).rejects.toMatchObject({ code: 'bad_input' });
    },
  );
});

it('a reset gives a temporary password, once, and ends the sessions', async () => {
  const { id } = await add(ana);
  const { headers } = await enter(ana);
  const from = await db().auditEntry.count();
  const { temporary_password: temporary } = await resetPassword({ actor, id });
  expect(await whoIs(headers)).toBeNull();
  await expect(enter(ana)).rejects.toMatchObject({ code: 'unauthorized' });
  expect((await enter(ana, { password: temporary })).actor).toMatchObject({ mustChangePassword: true });
  const after = { password: 'changed', must_change_password: true };
  expect((await auditedSince(from))[0]).toEqual({
    action: 'users.reset_password',
    outcome: 'done',
    actor: root,
    subject: ana,
    after,
  });
  expect(JSON.stringify(await db().auditEntry.findMany())).not.toContain(temporary);
});

it('a reset gives a password to somebody who had none', async () => {
  const { id } = await addWithoutPassword(ana);
  const { temporary_password: password } = await resetPassword({ actor, id });
  expect((await enter(ana, { password })).actor).toMatchObject({ name: ana });
});

it('a person who is removed is gone, and what they did stays in the audit log', async () => {
  const { id } = await add(ana);
  const { headers } = await enter(ana);
  const from = await db().auditEntry.count();
  expect(await removeUser({ actor, id })).toEqual({ user_id: id });
  expect(await whoIs(headers)).toBeNull();
  expect([
    await db().account.count({ where: { userId: id } }),
    await db().session.count({ where: { userId: id } }),
  ]).toEqual([0, 0]);
  await expect(enter(ana)).rejects.toMatchObject({ code: 'unauthorized' });
  const before = { name: 'ana', email: ana, role: 'viewer', is_disabled: false, must_change_password: false };
  expect((await auditedSince(from))[0]).toEqual({
    action: 'users.remove',
    outcome: 'done',
    actor: root,
    subject: ana,
    before,
  });
  expect(
    await db().auditEntry.count({ where: { actorName: ana, action: 'sessions.create', outcome: 'done' } }),
  ).toBeGreaterThan(0);
  await create({ name: 'Ana', email: ana, role: 'viewer' });
});

it('somebody who is not there is not found', async () => {
  for (const id of ['nothing', '', root]) {
    await expect(update(id, { role: 'viewer' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(removeUser({ actor, id })).rejects.toMatchObject({ code: 'not_found' });
    await expect(resetPassword({ actor, id })).rejects.toMatchObject({ code: 'not_found' });
  }
});

describe('the last admin', () => {
  const isLast = { code: 'conflict', message: expect.stringContaining('only admin') };

  it('stays one, stays in, and stays', async () => {
    const [self, other] = [actor.id ?? '', { ...actor, id: 'of-a-key' }];
    // Another admin who is kept out cannot sign in.
    const { id } = await add(ana, 'admin');
    await update(id, { is_disabled: true });
    const before = await auditedSince(0);
    for (const role of ['viewer', 'operator']) await expect(update(self, { role })).rejects.toMatchObject(isLast);
    await expect(update(self, { is_disabled: true })).rejects.toMatchObject(isLast);
    await expect(removeUser({ actor: other, id: self })).rejects.toMatchObject(isLast);
    expect(await auditedSince(0)).toEqual(before);
    expect(await update(self, { role: 'admin', is_disabled: false, name: 'Root' })).toMatchObject({ role: 'admin' });
  });

  it('is one of two who remove or demote each other at the same time', async () => {
    const { id } = await add(ana, 'admin');
    const other = (await enter(ana)).actor;
    const settled = await Promise.allSettled([
      update(id, { role: 'viewer' }),
      updateUser({ actor: other, id: actor.id ?? '', input: { is_disabled: true } }),
    ]);
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await db().user.count({ where: { role: 'admin', isDisabled: false } })).toBe(1);
  });

  it('does not keep others from being changed', async () => {
    const { id } = await add(ana, 'admin');
    await update(id, { is_disabled: true });
    await update(id, { role: 'viewer' });
    await removeUser({ actor, id });
    // By a key, when there is no admin at all.
    const viewer = await add(ana);
    await db().user.updateMany({ where: { role: 'admin' }, data: { role: 'operator' } });
    await update(viewer.id, { is_disabled: true });
    expect(await removeUser({ actor, id: viewer.id })).toEqual({ user_id: viewer.id });
  });

  it('cannot remove themselves, even when there is another', async () => {
    await add(ana, 'admin');
    await expect(removeUser({ actor, id: actor.id ?? '' })).rejects.toThrow('your own account');
  });
});

it('people are listed by email, each with what may be known of them', async () => {
  await add('zoe@corp.example');
  await add(ana, 'operator', { mustChangePassword: true });
  const time = expect.stringMatching(/^\d{4}-.*Z$/);
  const list = await listUsers({ actor });
  expect(list.map(({ email }) => email)).toEqual([ana, root, 'zoe@corp.example']);
  expect(list[0]).toEqual({
    user_id: expect.any(String),
    name: 'ana',
    email: ana,
    role: 'operator',
    is_disabled: false,
    must_change_password: true,
    last_sign_in_at: null,
    created_at: time,
    updated_at: time,
  });
  expect(list[1]).toMatchObject({ last_sign_in_at: time });
});
