import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openBrowser as openBrowserAt } from '../../lab/browser';
import { type OpenIdProvider, startOpenIdProvider } from '../../lab/open-id-provider';
import { admin } from '../access/actors.fixture';
import { db } from '../db/client';
import { createUser } from './create-user';

const VOUCH_URL = 'https://vouch.corp.example';
const openBrowser = () => openBrowserAt(VOUCH_URL);
const ana = { sub: 'ana-1', email: 'ana@corp.example', email_verified: true, name: 'Ana Provider' };
const REDIRECT_URI = `${VOUCH_URL}/api/auth/callback/oidc`;

let provider: OpenIdProvider;
beforeAll(async () => {
  provider = await startOpenIdProvider({ vouchUrl: VOUCH_URL, account: ana });
});
afterAll(() => provider.close());

beforeEach(async () => {
  set(provider.settings());
  await createUser({ actor: admin, input: { name: 'Ana', email: ana.email, role: 'operator' } });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  provider.tamper = null;
  await db().user.deleteMany();
});

function set(settings: Record<string, string>): void {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
}

describe('the way there', () => {
  it('asks for a code with PKCE, a state and a nonce of its own each time, and only for who somebody is', async () => {
    const [first, second] = [await openBrowser().begin(), await openBrowser().begin()].map((url) => new URL(url));
    const query = Object.fromEntries(first?.searchParams ?? []);
    expect(first?.origin).toBe(provider.issuer);
    expect(query).toMatchObject({
      response_type: 'code',
      client_id: 'vouch',
      redirect_uri: REDIRECT_URI,
      scope: 'openid email profile',
      code_challenge_method: 'S256',
    });
    expect(first?.href).not.toContain(provider.clientSecret);
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(query[name]?.length, name).toBeGreaterThanOrEqual(32);
      expect(second?.searchParams.get(name)).not.toBe(query[name]);
    }
  });

  it('leaves nothing in the database', async () => {
    await openBrowser().begin();
    expect(await db().verification.count()).toBe(0);
  });

  it.each([
    ['another host', '//evil.example/x'],
    ['another origin', 'https://evil.example'],
    ['what browsers take for another host', '/\\evil.example'],
    ['what becomes another host', '/..//evil.example'],
    ['what no cookie has room for', `/${'a'.repeat(400)}`],
  ])('leads to the overview in place of %s', async (_what, next) => {
    expect((await openBrowser().signIn(next)).location).toBe('/');
  });

  it('carries a page in any script there and back', async () => {
    expect((await openBrowser().signIn('/servers?search=für')).location).toBe('/servers?search=f%C3%BCr');
  });
});

describe('the way back', () => {
  it('works once', async () => {
    const browser = openBrowser();
    const url = await browser.pass(await browser.begin());
    const cookies = new Map(browser.cookies);
    expect((await browser.finish(url)).location).toBe('/');
    expect([...browser.cookies.keys()]).toEqual(['__Secure-vouch.session_token']);
    // Without the cookie, which is gone, and with it, for somebody who kept it.
    expect((await browser.finish(url)).location).toBe('/sign-in?error=state_mismatch');
    browser.cookies.clear();
    for (const [name, value] of cookies) browser.cookies.set(name, value);
    expect((await browser.finish(url)).location).toBe('/sign-in?error=invalid_code');
    expect(await browser.who()).toBeNull();
    expect(await db().session.findMany()).toHaveLength(1);
  });

  it('is closed to a browser that did not begin it', async () => {
    const [mine, theirs] = [openBrowser(), openBrowser()];
    await theirs.begin();
    const url = await mine.pass(await mine.begin());
    expect((await theirs.finish(url)).location).toBe('/sign-in?error=state_mismatch');
    expect((await openBrowser().finish(url)).location).toBe('/sign-in?error=state_mismatch');
    expect(await theirs.who()).toBeNull();
  });

  it('is closed to a changed state, and a changed cookie', async () => {
    const browser = openBrowser();
    const url = new URL(await browser.pass(await browser.begin('/servers')));
    const changed = new URL(url);
    changed.searchParams.set('state', 'a'.repeat(32));
    expect((await browser.finish(changed.href)).location).toBe('/sign-in?next=%2Fservers&error=state_mismatch');
    const [name, value] = [...browser.cookies].find(([one]) => one.includes('state')) ?? ['', ''];
    browser.cookies.set(name, `${value.slice(0, -1)}${value.endsWith('0') ? '1' : '0'}`);
    expect((await browser.finish(url.href)).location).toBe('/sign-in?error=state_invalid');
    expect(await browser.who()).toBeNull();
  });

  it('tells of a refusal by its code alone, and keeps the page that was wanted', async () => {
    const browser = openBrowser();
    const url = new URL(await browser.begin('/servers'));
    const back = new URL(REDIRECT_URI);
    const refused = {
      state: url.searchParams.get('state') ?? '',
      error: 'access_denied',
      error_description: 'Call 555',
    };
    back.search = String(new URLSearchParams(refused));
    expect((await browser.finish(back.href)).location).toBe('/sign-in?next=%2Fservers&error=access_denied');
    back.searchParams.set('error', '<b>call 555</b>');
    back.searchParams.set('state', new URL(await browser.begin('/servers')).searchParams.get('state') ?? '');
    expect((await browser.finish(back.href)).location).toBe('/sign-in?next=%2Fservers&error=failed');
  });

  it.each(['', '?code=x', '?state=x', '?code=x&state=y&state=z', '?code[]=x&state=y', `?state=${'x'.repeat(2000)}`])(
    'leads to the sign-in page from nonsense: %.20s',
    async (search) => {
      const { location } = await openBrowser().finish(`${REDIRECT_URI}${search}`);
      expect(location).toMatch(/^\/sign-in\?error=[a-z_]+$/);
    },
  );

  it.each([
    '/callback/google',
    '/callback/oidc/',
    '/callback/..%2Fget-session',
    '/get-session',
    '/ok',
    '/sign-up/email',
  ])('is the only address of the library: not %s', async (other) => {
    const browser = openBrowser();
    const url = await browser.pass(await browser.begin());
    await expect(browser.finish(url.replace('/callback/oidc', other))).rejects.toMatchObject({ code: 'not_found' });
  });
});

it('leaves no secret in the audit log', async () => {
  const browser = openBrowser();
  const tokens: unknown[] = [];
  provider.tamper = (answer) => {
    tokens.push(...Object.values(answer));
    return answer;
  };
  const url = await browser.pass(await browser.begin());
  await browser.finish(url);
  const log = JSON.stringify(await db().auditEntry.findMany());
  const secrets = [
    provider.clientSecret,
    ...new URL(url).searchParams.values(),
    ...tokens.filter((one) => typeof one === 'string' && one.length > 20 && !one.includes(' ')),
  ];
  expect(secrets.length).toBeGreaterThan(5);
  for (const secret of secrets) if (secret !== provider.issuer) expect(log).not.toContain(secret);
});
