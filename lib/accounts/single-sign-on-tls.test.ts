import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { openBrowser as openBrowserAt } from '../../lab/browser';
import { type OpenIdProvider, startOpenIdProvider } from '../../lab/open-id-provider';
import { createPki } from '../../lab/pki';
import { chainWith } from '../../lab/scenarios/scenario';
import { admin } from '../access/actors.fixture';
import { db } from '../db/client';
import { readEnv } from '../env';
import { setEgressRules } from '../mcp/egress-rules';
import { installGuardedFetch } from '../mcp/guarded-fetch';
import { createUser } from './create-user';

const VOUCH_URL = 'https://vouch.corp.example';
const openBrowser = () => openBrowserAt(VOUCH_URL);
const ana = { sub: 'ana-1', email: 'ana@corp.example', email_verified: true, name: 'Ana Provider' };

let provider: OpenIdProvider;
let root: string;
let otherRoot: string;
beforeAll(async () => {
  installGuardedFetch();
  const pki = await createPki();
  const written = (name: string, pem: string) => {
    const file = path.join(readEnv().dataDir, name);
    writeFileSync(file, pem);
    return file;
  };
  root = written('root.pem', pki.root.pem);
  otherRoot = written('other.pem', pki.otherRoot.pem);
  const { key, cert } = await chainWith(pki.intermediate);
  provider = await startOpenIdProvider({ vouchUrl: VOUCH_URL, account: ana, tls: { key, cert } });
});
afterAll(() => provider.close());

beforeEach(async () => {
  for (const [name, value] of Object.entries(provider.settings())) vi.stubEnv(name, value);
  await createUser({ actor: admin, input: { name: 'Ana', email: ana.email, role: 'operator' } });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  setEgressRules({ allow: [], deny: [] });
  await db().user.deleteMany();
});

it('a provider with a certificate of a private CA is trusted as servers are', async () => {
  const written: string[] = [];
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0);
  for (const file of [undefined, otherRoot]) {
    vi.stubEnv('SSL_CERT_FILE', file);
    await expect(openBrowser().begin()).rejects.toMatchObject({ code: 'unavailable' });
  }
  stderr.mockRestore();
  expect(written.join().match(/cannot be used/g)).toHaveLength(2);
  expect(written.join()).toMatch(/"because":"unable to get (?:local )?issuer certificate"|"because":"self-signed/);
  expect(provider.requests).toEqual([]);
  vi.stubEnv('SSL_CERT_FILE', root);
  const browser = openBrowser();
  expect((await browser.signIn('/servers')).location).toBe('/servers');
  expect(await browser.who()).toMatchObject({ name: ana.email, role: 'operator' });
  expect(provider.requests).toContain('POST /token');
});

it('a provider that the egress rules deny is not asked', async () => {
  vi.stubEnv('SSL_CERT_FILE', root);
  const browser = openBrowser();
  const url = await browser.pass(await browser.begin());
  const asked = provider.requests.length;
  setEgressRules({ allow: [], deny: ['127.0.0.0/8'] });
  expect((await browser.finish(url)).location).toBe('/sign-in?error=invalid_code');
  expect(provider.requests).toHaveLength(asked);
});
