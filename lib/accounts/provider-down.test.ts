import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openBrowser as openBrowserAt } from '../../lab/browser';
import { listen } from '../../lab/listen';
import { type OpenIdProvider, startOpenIdProvider } from '../../lab/open-id-provider';
import { admin } from '../access/actors.fixture';
import { db } from '../db/client';
import { createUser } from './create-user';
import { signIn } from './sign-in';

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

describe('a provider that does not answer', () => {
  const begin = () => openBrowser().begin();
  const byPassword = (email: string, given: string) =>
    signIn({ input: { email, password: given }, headers: new Headers() });

  it('leaves the sign-in by password open, and is found when it comes up', async () => {
    const { temporary_password: temporary } = await create(ana.email, 'viewer');
    const stopped = await startOpenIdProvider({ vouchUrl: VOUCH_URL, account: ana });
    await stopped.close();
    set(stopped.settings());
    await expect(begin()).rejects.toMatchObject({ code: 'unavailable' });
    await expect(begin()).rejects.toMatchObject({ code: 'unavailable' });
    expect((await byPassword(ana.email, temporary)).cookies).toHaveLength(1);

    const port = Number(new URL(stopped.issuer).port);
    const { clientSecret } = stopped;
    const started = await startOpenIdProvider({ vouchUrl: VOUCH_URL, account: ana, port, clientSecret });
    try {
      const browser = openBrowser();
      await browser.signIn();
      expect(await browser.who()).toMatchObject({ name: ana.email });
    } finally {
      await started.close();
    }
  });

  it('is told of in the log with the reason', async () => {
    const stopped = await startOpenIdProvider({ vouchUrl: VOUCH_URL, account: ana });
    await stopped.close();
    set(stopped.settings());
    const written: string[] = [];
    const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0);
    await expect(begin()).rejects.toMatchObject({ code: 'unavailable' });
    stderr.mockRestore();
    const lines = written.map((line) => JSON.parse(line));
    expect(lines).toContainEqual(
      expect.objectContaining({
        message: 'the OpenID provider cannot be used',
        issuer: stopped.issuer,
        because: expect.stringMatching(/^connect ECONNREFUSED 127\.0\.0\.1:\d+$/),
      }),
    );
    expect(written.join()).not.toContain(stopped.clientSecret);
  });

  it('keeps nobody waiting who signs in by password', async () => {
    const { temporary_password: temporary } = await create(ana.email, 'viewer');
    const silent = await listen(createServer(() => undefined));
    set({ ...provider.settings(), VOUCH_OIDC_ISSUER: `http://127.0.0.1:${silent.port}` });
    let isOver = false;
    const begun = expect(
      begin().finally(() => {
        isOver = true;
      }),
    ).rejects.toMatchObject({ code: 'unavailable' });
    expect((await byPassword(ana.email, temporary)).cookies).toHaveLength(1);
    expect(isOver).toBe(false);
    await silent.close();
    await begun;
  });

  it('is asked once for all who wait for it', async () => {
    const started = await startOpenIdProvider({ vouchUrl: VOUCH_URL, account: ana });
    try {
      set(started.settings());
      await Promise.all(Array.from({ length: 5 }, begin));
      expect(started.requests).toEqual(['GET /.well-known/openid-configuration']);
    } finally {
      await started.close();
    }
  });

  it('brings the browser back to the sign-in page when it goes in between', async () => {
    await add();
    const started = await startOpenIdProvider({ vouchUrl: VOUCH_URL, account: ana });
    set(started.settings());
    const browser = openBrowser();
    const url = await browser.pass(await browser.begin());
    await started.close();
    expect((await browser.finish(url)).location).toBe('/sign-in?error=invalid_code');
  });

  it.each([
    ['not JSON', '<html>'],
    ['an empty object', '{}'],
    [
      'no keys',
      JSON.stringify({
        issuer: 'http://x.example',
        authorization_endpoint: 'http://x.example/a',
        token_endpoint: 'http://x.example/t',
      }),
    ],
  ])('as one should is unavailable: %s', async (_what, body) => {
    const odd = await listen(
      createServer((_request, response) => response.setHeader('content-type', 'application/json').end(body)),
    );
    set({ ...provider.settings(), VOUCH_OIDC_ISSUER: `http://127.0.0.1:${odd.port}` });
    await expect(begin()).rejects.toMatchObject({ code: 'unavailable' });
    await odd.close();
  });

  it('is not there at all without VOUCH_OIDC_ISSUER', async () => {
    vi.unstubAllEnvs();
    await expect(begin()).rejects.toMatchObject({ code: 'not_found' });
    await expect(openBrowser().finish(`${REDIRECT_URI}?code=x&state=y`)).rejects.toMatchObject({ code: 'not_found' });
  });
});
