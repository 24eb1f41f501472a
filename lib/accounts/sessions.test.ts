import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { masterKeyActor } from '../access/actor';
import { admin } from '../access/actors.fixture';
import { db } from '../db/client';
import { findSession } from './find-session';
import { listSessions } from './list-sessions';
import { add, auditedSince, cookieHeader, enter, requestHeaders, whoIs } from './people.fixture';
import { removeSession } from './remove-session';
import { removeUser } from './remove-user';
import { signOut } from './sign-out';
import { signOutEverywhere } from './sign-out-everywhere';
import { MAX_SESSIONS } from './sweep-sessions';
import { updateUser } from './update-user';

const DAY_MS = 24 * 60 * 60_000;
const MINUTE_MS = 60_000;
const ana = 'ana@corp.example';
const bob = 'bob@corp.example';

let auditedBefore: number;
beforeEach(async () => {
  await add('root@corp.example', 'admin');
  await add(ana, 'operator');
  await add(bob);
  auditedBefore = await db().auditEntry.count();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await db().user.deleteMany();
});

const withCookie = (cookie: string) => requestHeaders('192.0.2.7', { cookie });
const cookieValue = (headers: Headers) => headers.get('cookie')?.replace('vouch.session_token=', '') ?? '';

describe('a session’s cookie', () => {
  it('works from any address, among other cookies', async () => {
    const { headers } = await enter(ana);
    const elsewhere = requestHeaders('203.0.113.9', { cookie: `a=b; ${headers.get('cookie')}; c=%E0%A4%A` });
    expect(await whoIs(elsewhere)).toMatchObject({ name: ana, role: 'operator', address: '203.0.113.9' });
  });

  it('is nobody’s without its signature, with another one, and when any part is changed', async () => {
    const value = decodeURIComponent(cookieValue((await enter(ana)).headers));
    const other = decodeURIComponent(cookieValue((await enter(bob)).headers));
    const [token = '', signature = ''] = value.split('.');
    const [, otherSignature = ''] = other.split('.');
    const flipped = (text: string) => `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`;
    const forged = [
      token,
      `${token}.`,
      `.${signature}`,
      `${token}.${otherSignature}`,
      `${flipped(token)}.${signature}`,
      `${token}.${flipped(signature)}`,
      `${token}.${signature.toLowerCase()}`,
      `${token}.${signature}x`,
      `${token}.${Buffer.from(token).toString('base64')}`,
    ];
    for (const one of forged) {
      expect(await whoIs(withCookie(`vouch.session_token=${encodeURIComponent(one)}`)), one).toBeNull();
    }
    expect(await whoIs(withCookie(`vouch.session_token=${encodeURIComponent(value)}`))).toMatchObject({ name: ana });
  });

  it.each([
    'vouch.session_token=',
    'vouch.session_token=%',
    'vouch.session_token=%E0%A4%A',
    'vouch.session_token=.',
    'vouch.session_token=null',
    'vouch.session_token=" or 1=1 --.x',
    `vouch.session_token=${'x'.repeat(5000)}`,
    'vouch.session_token',
    '; ; =; vouch.session_token==',
    'vouch.session_data=eyJ1c2VyIjp7InJvbGUiOiJhZG1pbiJ9fQ',
  ])('is nobody’s as nonsense: %.40s', async (cookie) => {
    expect(await whoIs(withCookie(cookie))).toBeNull();
  });

  it('is nobody’s once the key of Vouch is another', async () => {
    const { headers } = await enter(ana);
    vi.stubEnv('VOUCH_SECRET_KEY', 'ab'.repeat(32));
    expect(await whoIs(headers)).toBeNull();
    const again = await enter(ana);
    vi.unstubAllEnvs();
    expect(await whoIs(again.headers)).toBeNull();
    expect(await whoIs(headers)).toMatchObject({ name: ana });
  });

  it('of http is not one of https, nor the other way round', async () => {
    const https = { 'x-forwarded-proto': 'https' };
    const plain = await enter(ana);
    const secure = await enter(ana, { headers: requestHeaders('192.0.2.7', https) });
    expect(
      await whoIs(requestHeaders('192.0.2.7', { ...https, cookie: plain.headers.get('cookie') ?? '' })),
    ).toBeNull();
    expect(await whoIs(withCookie(secure.headers.get('cookie') ?? ''))).toBeNull();
    expect(await whoIs(secure.headers)).toMatchObject({ name: ana });
  });

  it('of a session that was signed out is nobody’s, and cleared in the browser', async () => {
    const { headers, actor } = await enter(ana);
    const { cookies } = await signOut({ actor, headers });
    expect(cookies).toContain('vouch.session_token=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax');
    expect(await whoIs(headers)).toBeNull();
    expect((await findSession(headers, true))?.cookies).toBeUndefined();
    expect(await auditedSince(auditedBefore + 1)).toEqual([
      { action: 'sessions.remove', outcome: 'done', actor: ana, subject: ana, detail: 'signed out' },
    ]);
  });

  it('of a person who was removed is nobody’s', async () => {
    const { headers, actor } = await enter(ana);
    await removeUser({ actor: admin, id: actor.id ?? '' });
    expect(await whoIs(headers)).toBeNull();
    expect(await db().session.count()).toBe(0);
  });

  it('of a person who is kept out is nobody’s, then and when they are let in again', async () => {
    const { headers, actor } = await enter(ana);
    await updateUser({ actor: admin, id: actor.id ?? '', input: { is_disabled: true } });
    expect(await whoIs(headers)).toBeNull();
    await updateUser({ actor: admin, id: actor.id ?? '', input: { is_disabled: false } });
    expect(await whoIs(headers)).toBeNull();
  });

  it('is nobody’s while its person is kept out, even if the session is still there', async () => {
    const { headers, actor } = await enter(ana);
    await db().user.update({ where: { id: actor.id ?? '' }, data: { isDisabled: true } });
    expect(await db().session.count()).toBe(1);
    expect(await whoIs(headers)).toBeNull();
  });

  it('carries the role and the temporary password of this moment', async () => {
    const { headers, actor } = await enter(ana);
    await updateUser({ actor: admin, id: actor.id ?? '', input: { role: 'viewer' } });
    expect(await whoIs(headers)).toMatchObject({ role: 'viewer', mustChangePassword: false });
    await db().user.update({ where: { id: actor.id ?? '' }, data: { mustChangePassword: true } });
    expect(await whoIs(headers)).toMatchObject({ mustChangePassword: true });
  });
});

describe('the end of a session', () => {
  const endsIn = async (ms: number) => {
    const entered = await enter(ana);
    const id = entered.actor.sessionId ?? '';
    const expiresAt = new Date(Date.now() + ms);
    await db().session.update({ where: { id }, data: { expiresAt } });
    const end = async () => (await db().session.findUnique({ where: { id } }))?.expiresAt.getTime();
    return { ...entered, end, expiresAt: expiresAt.getTime() };
  };

  it('is an end', async () => {
    const { headers, end } = await endsIn(-1);
    expect(await whoIs(headers)).toBeNull();
    expect(await end()).toBeUndefined();
  });

  it('is put off by a request that may set a cookie, and by no other', async () => {
    const { headers, end, expiresAt } = await endsIn(DAY_MS - 16 * MINUTE_MS);
    expect((await findSession(headers))?.cookies).toEqual([]);
    expect(await end()).toBe(expiresAt);
    const { cookies = [] } = (await findSession(headers, true)) ?? {};
    expect(cookies).toHaveLength(1);
    expect(cookies[0]).toMatch(/^vouch\.session_token=[^;]+; Max-Age=86400; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(cookieHeader(cookies)).toBe(headers.get('cookie'));
    expect(await end()).toBeGreaterThan(expiresAt + 15 * MINUTE_MS);
  });

  it('is not put off by every request', async () => {
    const { headers, end, expiresAt } = await endsIn(DAY_MS - 14 * MINUTE_MS);
    expect((await findSession(headers, true))?.cookies).toEqual([]);
    expect(await end()).toBe(expiresAt);
  });
});

describe('rows of sessions', () => {
  const count = (email: string) => db().session.count({ where: { user: { email } } });

  it('of anybody that have ended go with the next sign-in', async () => {
    await enter(bob);
    await enter(ana);
    await db().session.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
    await enter(ana);
    expect([await count(ana), await count(bob)]).toEqual([1, 0]);
  });

  it('of one person do not grow without end: the oldest goes', async () => {
    const oldest = await enter(ana);
    const kept = await enter(bob);
    const { userId } = await db().session.findFirstOrThrow({ where: { user: { email: ana } } });
    await db().session.createMany({
      data: Array.from({ length: MAX_SESSIONS - 1 }, (_, nth) => ({
        id: `more-${nth}`,
        token: `more-${nth}`,
        userId,
        expiresAt: new Date(Date.now() + DAY_MS),
        createdAt: new Date(),
      })),
    });
    expect(await whoIs(oldest.headers)).toMatchObject({ name: ana });
    const newest = await enter(ana);
    expect(await count(ana)).toBe(MAX_SESSIONS);
    expect(await whoIs(oldest.headers)).toBeNull();
    expect(await whoIs(newest.headers)).toMatchObject({ name: ana });
    expect(await whoIs(kept.headers)).toMatchObject({ name: bob });
  });
});

describe('one’s own sessions', () => {
  it('are listed, the latest first, without what signs in', async () => {
    const first = await enter(ana, { headers: requestHeaders('192.0.2.1', { 'user-agent': 'x'.repeat(900) }) });
    const second = await enter(ana, { headers: new Headers() });
    await enter(bob);
    const ended = await enter(ana);
    await db().session.update({ where: { id: ended.actor.sessionId }, data: { expiresAt: new Date(Date.now() - 1) } });
    const time = expect.stringMatching(/^\d{4}-.*Z$/);
    const times = { created_at: time, last_used_at: time, expires_at: time };
    const sessions = await listSessions({ actor: first.actor });
    expect(sessions).toEqual([
      { session_id: second.actor.sessionId, is_current: false, address: expect.anything(), user_agent: null, ...times },
      {
        session_id: first.actor.sessionId,
        is_current: true,
        address: '192.0.2.1',
        user_agent: 'x'.repeat(300),
        ...times,
      },
    ]);
    const tokens = (await db().session.findMany()).map(({ token }) => token);
    for (const token of tokens) expect(JSON.stringify(sessions)).not.toContain(token);
  });

  it('end one by one, and nobody else’s', async () => {
    const [mine, other, bobs] = [await enter(ana), await enter(ana), await enter(bob)];
    const from = await db().auditEntry.count();
    for (const id of [bobs.actor.sessionId ?? '', 'nothing', '', ana]) {
      await expect(removeSession({ actor: mine.actor, id })).rejects.toMatchObject({ code: 'not_found' });
    }
    expect(await whoIs(bobs.headers)).toMatchObject({ name: bob });
    expect(await auditedSince(from)).toEqual([]);
    const id = other.actor.sessionId ?? '';
    expect(await removeSession({ actor: mine.actor, id })).toEqual({ session_id: id });
    expect(await whoIs(other.headers)).toBeNull();
    expect(await whoIs(mine.headers)).toMatchObject({ name: ana });
    await removeSession({ actor: mine.actor, id: mine.actor.sessionId ?? '' });
    expect(await whoIs(mine.headers)).toBeNull();
    const entry = { action: 'sessions.remove_one', outcome: 'done', actor: ana, subject: ana };
    expect(await auditedSince(from)).toEqual([
      { ...entry, detail: 'another browser' },
      { ...entry, detail: 'this browser' },
    ]);
  });

  it('end all at once, and nobody else’s', async () => {
    const [mine, other, bobs] = [await enter(ana), await enter(ana), await enter(bob)];
    const from = await db().auditEntry.count();
    expect(await signOutEverywhere({ actor: mine.actor })).toEqual({ ended: 2 });
    expect([await whoIs(mine.headers), await whoIs(other.headers)]).toEqual([null, null]);
    expect(await whoIs(bobs.headers)).toMatchObject({ name: bob });
    expect(await auditedSince(from)).toEqual([
      { action: 'sessions.remove_all', outcome: 'done', actor: ana, subject: ana, detail: '2 sessions' },
    ]);
  });

  it('are a person’s: a key has none', async () => {
    const { headers } = await enter(ana);
    const keys = [masterKeyActor(null), { ...admin, kind: 'api_key' as const }];
    for (const actor of keys) {
      for (const run of [
        () => listSessions({ actor }),
        () => signOut({ actor, headers }),
        () => signOutEverywhere({ actor }),
        () => removeSession({ actor, id: 'x' }),
      ]) {
        await expect(run()).rejects.toMatchObject({ code: 'forbidden' });
      }
    }
    expect(await whoIs(headers)).toMatchObject({ name: ana });
  });
});
