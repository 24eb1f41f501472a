import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openBrowser as openBrowserAt } from '../../lab/browser';
import { type OpenIdProvider, startOpenIdProvider } from '../../lab/open-id-provider';
import { admin } from '../access/actors.fixture';
import { db } from '../db/client';
import { createUser } from './create-user';
import { refusedEmail } from './refused-email';
import { resetPassword } from './reset-password';
import { signIn } from './sign-in';
import { updateUser } from './update-user';

const VOUCH_URL = 'https://vouch.corp.example';
const openBrowser = () => openBrowserAt(VOUCH_URL);
const ana = { sub: 'ana-1', email: 'ana@corp.example', email_verified: true, name: 'Ana Provider' };

let provider: OpenIdProvider;
/** Whose claims only the userinfo endpoint has. */
let reticent: OpenIdProvider;
beforeAll(async () => {
  provider = await startOpenIdProvider({ vouchUrl: VOUCH_URL, account: ana });
  reticent = await startOpenIdProvider({ vouchUrl: VOUCH_URL, account: ana, isClaimsInIdToken: false });
});
afterAll(() => Promise.all([provider.close(), reticent.close()]));

beforeEach(async () => {
  set(provider.settings());
  provider.account = ana;
  await add('root@corp.example', 'admin');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await db().user.deleteMany();
});

function set(settings: Record<string, string>): void {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
}

const create = (email: string, role: string) => createUser({ actor: admin, input: { name: 'Ana', email, role } });
const add = async (email = ana.email, role = 'operator') => (await create(email, role)).record;
const known = (email = ana.email) =>
  db().user.findUnique({ where: { email }, include: { accounts: true, sessions: true } });
const lastAudited = async (count: number) =>
  (await db().auditEntry.findMany({ orderBy: { seq: 'desc' }, take: count }))
    .reverse()
    .map(({ action, outcome, actorName, address, detail }) => [action, outcome, actorName, address, detail]);

/** That a sign-in comes to nothing, and with which code. */
async function expectRefused(code: string, browser = openBrowser()): Promise<void> {
  const sessions = await db().session.count();
  const { location, cookies } = await browser.signIn();
  expect(location).toBe(`/sign-in?error=${code}`);
  expect(cookies.filter((cookie) => cookie.includes('session_token'))).toEqual([]);
  expect(await browser.who()).toBeNull();
  expect(await db().session.count()).toBe(sessions);
}

describe('a person whom an admin has added', () => {
  it('comes in, is linked, and lands where they wanted to go', async () => {
    await add();
    const browser = openBrowser();
    const { location, cookies } = await browser.signIn('/servers?search=a b&tls=disabled');
    expect(location).toBe('/servers?search=a%20b&tls=disabled');
    expect(await browser.who()).toMatchObject({ kind: 'user', name: ana.email, role: 'operator' });
    const session = cookies.find((cookie) => cookie.includes('session_token'));
    expect(session).toMatch(
      /^__Secure-vouch\.session_token=[^;]+; Max-Age=86400; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(await lastAudited(2)).toEqual([
      ['accounts.link', 'done', ana.email, '192.0.2.20', 'linked to an account of the OpenID provider'],
      [
        'sessions.create',
        'done',
        ana.email,
        '192.0.2.20',
        'by single sign-on; the temporary password was not needed and is gone',
      ],
    ]);
  });

  it('comes in again under the same subject, whatever their email is by then', async () => {
    await add();
    await openBrowser().signIn();
    provider.account = { ...ana, email: 'ana.new@corp.example' };
    const browser = openBrowser();
    await browser.signIn();
    expect(await browser.who()).toMatchObject({ name: ana.email });
    expect(await lastAudited(1)).toEqual([['sessions.create', 'done', ana.email, '192.0.2.20', 'by single sign-on']]);
    expect(await db().user.count()).toBe(2);
  });

  it('comes in when only the userinfo endpoint tells the email', async () => {
    await add();
    set(reticent.settings());
    const browser = openBrowser();
    await browser.signIn();
    expect(await browser.who()).toMatchObject({ name: ana.email });
    expect(reticent.requests).toContain('GET /me');
  });

  it('keeps name and role, whatever the provider claims', async () => {
    await add();
    provider.account = { ...ana, role: 'admin', isDisabled: true, mustChangePassword: true, id: 'another' };
    await openBrowser().signIn();
    expect(await known()).toMatchObject({
      name: 'Ana',
      role: 'operator',
      isDisabled: false,
      mustChangePassword: false,
    });
  });

  it('has nothing of the provider’s tokens stored', async () => {
    await add();
    await openBrowser().signIn();
    const [account] = (await known())?.accounts ?? [];
    expect(account).toMatchObject({
      providerId: 'oidc',
      accountId: `${provider.issuer} ana-1`,
      accessToken: null,
      refreshToken: null,
      idToken: null,
      accessTokenExpiresAt: null,
      refreshTokenExpiresAt: null,
      password: null,
    });
  });

  it('loses a temporary password, and keeps one that they chose', async () => {
    const { record, temporary_password: temporary } = await create(ana.email, 'viewer');
    await openBrowser().signIn();
    await expect(signIn({ input: { email: ana.email, password: temporary }, headers: new Headers() })).rejects.toThrow(
      'not right',
    );
    const reset = await resetPassword({ actor: admin, id: record.user_id });
    await db().user.update({ where: { id: record.user_id }, data: { mustChangePassword: false } });
    await openBrowser().signIn();
    const input = { email: ana.email, password: reset.temporary_password };
    expect((await signIn({ input, headers: new Headers() })).cookies).toHaveLength(1);
  });

  it('stays out while an admin keeps them out, linked or not', async () => {
    const { user_id: id } = await add();
    await updateUser({ actor: admin, id, input: { is_disabled: true } });
    await expectRefused('not_admitted');
    expect((await known())?.accounts.map(({ providerId }) => providerId)).toEqual(['credential']);
    await updateUser({ actor: admin, id, input: { is_disabled: false } });
    await openBrowser().signIn();
    await updateUser({ actor: admin, id, input: { is_disabled: true } });
    await expectRefused('not_admitted');
    expect(await lastAudited(1)).toEqual([
      ['sessions.create', 'refused', ana.email, '192.0.2.20', 'by single sign-on: kept out'],
    ]);
  });

  it('does not lend their account to whom the provider gave their email later', async () => {
    await add();
    await openBrowser().signIn();
    provider.account = { ...ana, sub: 'another-ana' };
    await expectRefused('not_admitted');
    expect((await lastAudited(1))[0]?.at(-1)).toContain('another person of this email');
  });

  it('may come in through another provider that Vouch is moved to', async () => {
    await add();
    await openBrowser().signIn();
    set(reticent.settings());
    const browser = openBrowser();
    await browser.signIn();
    expect(await browser.who()).toMatchObject({ name: ana.email });
  });
});

describe('a person unknown to Vouch', () => {
  it('is refused, and told which address it was', async () => {
    const browser = openBrowser();
    await expectRefused('not_admitted', browser);
    expect(await known()).toBeNull();
    expect(refusedEmail(browser.headers().get('cookie'), true)).toBe(ana.email);
    expect(await lastAudited(1)).toEqual([
      ['sessions.create', 'refused', ana.email, '192.0.2.20', 'by single sign-on: not known to Vouch'],
    ]);
  });

  it('comes in as a viewer when their domain is listed', async () => {
    set(provider.settings('other.example, CORP.example'));
    provider.account = { ...ana, role: 'admin', picture: 'https://elsewhere.example/ana.png' };
    const browser = openBrowser();
    const { location } = await browser.signIn('/certificates');
    expect(location).toBe('/certificates');
    expect(await browser.who()).toMatchObject({ role: 'viewer', mustChangePassword: false });
    expect(await known()).toMatchObject({ name: 'Ana Provider', role: 'viewer', image: null, emailVerified: true });
    expect((await lastAudited(3)).map(([action, , , , detail]) => [action, detail])).toEqual([
      ['users.create', 'first sign-in by single sign-on'],
      ['accounts.link', 'linked to an account of the OpenID provider'],
      ['sessions.create', 'by single sign-on'],
    ]);
  });

  it.each([
    'ana@sub.corp.example',
    'ana@evil-corp.example',
    'ana@corp.example.evil.example',
    'ana@evil.example@corp.example',
    'ana',
    'corp.example',
  ])('is refused as %s when only corp.example is listed', async (email) => {
    set(provider.settings('corp.example'));
    provider.account = { ...ana, email };
    await expectRefused('not_admitted');
  });

  it('is named after their address when the provider gives no name of one line', async () => {
    set(provider.settings('corp.example'));
    provider.account = { ...ana, name: 'Ana\nRoot' };
    await openBrowser().signIn();
    expect((await known())?.name).toBe('ana');
  });

  it('does not end the set-up by being the first', async () => {
    await db().user.deleteMany();
    set(provider.settings('corp.example'));
    await expectRefused('not_admitted');
    expect(await db().user.count()).toBe(0);
  });
});

it.each([false, undefined, null, 'false', 0])(
  'an email that the provider calls %s verified is refused',
  async (value) => {
    await add();
    set(provider.settings('corp.example'));
    provider.account = { ...ana, email_verified: value };
    await expectRefused('email_not_verified');
  },
);

it('no email at all is refused', async () => {
  provider.account = { sub: 'ana-1', name: 'Ana' };
  await expectRefused('email_not_found');
});
