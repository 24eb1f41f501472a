import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { db } from '../db/client';
import {
  add,
  addWithoutPassword,
  auditedSince,
  cookieHeader,
  countHashings,
  enter,
  PASSWORD,
  requestHeaders,
  whoIs,
} from './people.fixture';
import { signIn } from './sign-in';

let auditedBefore: number;
let attempts = 0;
/** Wrong attempts of one test do not count for the next. */
let address: string;

beforeEach(async () => {
  attempts += 1;
  address = `198.51.100.${attempts}`;
  auditedBefore = await db().auditEntry.count();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await db().user.deleteMany();
});

const attempt = (email: unknown, password: unknown, headers = requestHeaders(address)) =>
  signIn({ input: { email, password }, headers });

describe('with the right password', () => {
  it('makes a session that the cookie carries', async () => {
    const { id, updatedAt } = await add('ana@corp.example', 'operator');
    const { cookies, headers } = await enter('ana@corp.example', { headers: requestHeaders(address) });
    expect(cookies).toHaveLength(1);
    expect(cookies[0]).toMatch(/^vouch\.session_token=[^;]{40,}; Max-Age=86400; Path=\/; HttpOnly; SameSite=Lax$/);
    const [session] = await db().session.findMany();
    expect(session).toMatchObject({ userId: id, ipAddress: address, userAgent: 'test' });
    expect(await whoIs(headers)).toEqual({
      kind: 'user',
      id,
      name: 'ana@corp.example',
      role: 'operator',
      address,
      mustChangePassword: false,
      sessionId: session?.id,
    });
    const user = await db().user.findUniqueOrThrow({ where: { id } });
    expect(user.lastSignInAt).toEqual(expect.any(Date));
    // A sign-in is no change of the record.
    expect(user.updatedAt).toEqual(updatedAt);
    const who = 'ana@corp.example';
    expect(await auditedSince(auditedBefore)).toEqual([
      { action: 'sessions.create', outcome: 'done', actor: who, subject: who, detail: 'by password' },
    ]);
  });

  it.each(['ANA@Corp.Example', '  ana@corp.example '])('takes the email as %j', async (email) => {
    await add('ana@corp.example');
    expect((await attempt(email, PASSWORD)).cookies).toHaveLength(1);
  });

  it('gives a cookie for https alone when the browser came by https', async () => {
    await add('ana@corp.example');
    const secure = /^__Secure-vouch\.session_token=[^;]+; Max-Age=86400; Path=\/; HttpOnly; Secure; SameSite=Lax$/;
    const byHeader = await attempt(
      'ana@corp.example',
      PASSWORD,
      requestHeaders(address, { 'x-forwarded-proto': 'https' }),
    );
    expect(byHeader.cookies[0]).toMatch(secure);
    vi.stubEnv('VOUCH_URL', 'https://vouch.corp.example');
    expect((await attempt('ana@corp.example', PASSWORD)).cookies[0]).toMatch(secure);
  });

  it('makes a new session whatever cookie was there before', async () => {
    await add('ana@corp.example');
    const { cookies, headers } = await enter('ana@corp.example');
    const again = await attempt('ana@corp.example', PASSWORD, headers);
    expect(cookieHeader(again.cookies)).not.toBe(cookieHeader(cookies));
    const planted = requestHeaders(address, { cookie: `vouch.session_token=${'x'.repeat(32)}.${'y'.repeat(43)}%3D` });
    expect(cookieHeader((await attempt('ana@corp.example', PASSWORD, planted)).cookies)).not.toContain('xxx');
  });

  it('keeps the whole of an IPv6 address', async () => {
    await add('ana@corp.example');
    await attempt('ana@corp.example', PASSWORD, requestHeaders('2001:db8::7:8'));
    expect((await db().session.findFirst())?.ipAddress).toBe('2001:0db8:0000:0000:0000:0000:0007:0008');
  });
});

describe('with anything else', () => {
  const answer = { code: 'unauthorized', message: 'the email or the password is not right', issues: [] };

  it.each([
    ['an unknown email', 'nobody@corp.example', PASSWORD, 'wrong email or password'],
    ['a wrong password', 'ana@corp.example', 'wrong password', 'wrong email or password'],
    ['a person who is kept out, with the right password', 'kept.out@corp.example', PASSWORD, 'kept out'],
    ['a person who is kept out, with a wrong one', 'kept.out@corp.example', 'wrong', 'wrong email or password'],
    ['a person who has no password', 'sso.only@corp.example', PASSWORD, 'wrong email or password'],
  ])('%s: the same answer after the same work', async (_who, email, password, detail) => {
    await add('ana@corp.example');
    const { id } = await add('kept.out@corp.example');
    await db().user.update({ where: { id }, data: { isDisabled: true } });
    await addWithoutPassword('sso.only@corp.example');
    const { value: refusal, count } = await countHashings(() => attempt(email, password).catch((error) => error));
    expect({ ...refusal, message: refusal.message }).toMatchObject(answer);
    expect(count).toBe(1);
    expect(await db().session.count()).toBe(0);
    expect(await auditedSince(auditedBefore)).toEqual([
      { action: 'sessions.create', outcome: 'refused', actor: email, detail },
    ]);
  });

  it('hashes once for the right password, too', async () => {
    await add('ana@corp.example');
    expect((await countHashings(() => attempt('ana@corp.example', PASSWORD))).count).toBe(1);
  });

  it.each([
    ['no email', undefined, 'x'],
    ['a list as the email', ['ana@corp.example'], 'x'],
    ['an object as the email', { contains: '@' }, 'x'],
    ['no password', 'ana@corp.example', undefined],
    ['an object as the password', 'ana@corp.example', { not: '' }],
    ['a password without end', 'ana@corp.example', 'x'.repeat(1001)],
  ])('%s is refused at its field', async (_what, email, password) => {
    await add('ana@corp.example');
    await expect(attempt(email, password)).rejects.toMatchObject({ code: 'bad_input' });
  });

  it.each(['', ' ', 'x'.repeat(129), 'x'.repeat(1000), '\u0000', PASSWORD.toUpperCase(), `${PASSWORD} `])(
    'refuses %.10j as the password',
    async (password) => {
      await add('ana@corp.example');
      await expect(attempt('ana@corp.example', password)).rejects.toMatchObject(answer);
    },
  );

  it('keeps nothing in the audit log that may be a password typed into the wrong field', async () => {
    await attempt('my secret passphrase', 'x').catch(() => undefined);
    await attempt('hunter2', 'another secret').catch(() => undefined);
    const entries = await auditedSince(auditedBefore);
    expect(entries.map(({ actor }) => actor)).toEqual(['(no email address)', '(no email address)']);
    for (const secret of ['passphrase', 'hunter2', 'another']) expect(JSON.stringify(entries)).not.toContain(secret);
  });
});

it('cannot make an account or change one', async () => {
  await add('ana@corp.example');
  const more = { role: 'admin', id: 'mine', name: 'Root', rememberMe: true, callbackURL: 'https://evil.example' };
  await signIn({ input: { email: 'ana@corp.example', password: PASSWORD, ...more }, headers: requestHeaders(address) });
  await expect(
    signIn({ input: { email: 'new@corp.example', password: PASSWORD, ...more }, headers: requestHeaders(address) }),
  ).rejects.toMatchObject({ code: 'unauthorized' });
  expect(await db().user.findMany()).toEqual([expect.objectContaining({ name: 'ana', role: 'viewer' })]);
});
