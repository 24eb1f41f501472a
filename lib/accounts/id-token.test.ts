import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openBrowser as openBrowserAt } from '../../lab/browser';
import { claimsOf, jws } from '../../lab/jws';
import { type OpenIdProvider, startOpenIdProvider, type TokenAnswer } from '../../lab/open-id-provider';
import { admin } from '../access/actors.fixture';
import { db } from '../db/client';
import { createUser } from './create-user';

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
  await createUser({ actor: admin, input: { name: 'Ana', email: ana.email, role: 'operator' } });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  provider.tamper = null;
  reticent.tamper = null;
  await db().user.deleteMany();
});

function set(settings: Record<string, string>): void {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
}
const known = (email = ana.email) =>
  db().user.findUnique({ where: { email }, include: { accounts: true, sessions: true } });

/** That a sign-in comes to nothing, and with which code. */
async function expectRefused(code: string, browser = openBrowser()): Promise<void> {
  const sessions = await db().session.count();
  const { location, cookies } = await browser.signIn();
  expect(location).toBe(`/sign-in?error=${code}`);
  expect(cookies.filter((cookie) => cookie.includes('session_token'))).toEqual([]);
  expect(await browser.who()).toBeNull();
  expect(await db().session.count()).toBe(sessions);
}

describe('an ID token', () => {
  const seconds = () => Math.floor(Date.now() / 1000);
  const header = { alg: 'RS256', kid: 'lab' };
  const resigned = (changes: object) => (tokens: TokenAnswer) => ({
    ...tokens,
    id_token: jws(header, { ...claimsOf(String(tokens.id_token)), ...changes }, provider.key),
  });
  const replaced = (make: (claims: object, token: string) => string) => (tokens: TokenAnswer) => {
    const token = String(tokens.id_token);
    return { ...tokens, id_token: make(claimsOf(token), token) };
  };

  it('is taken when it is the provider’s own', async () => {
    provider.tamper = resigned({ more: 'claims' });
    const browser = openBrowser();
    await browser.signIn();
    expect(await browser.who()).toMatchObject({ name: ana.email });
  });

  it.each<[string, (tokens: TokenAnswer) => TokenAnswer]>([
    [
      'signed by somebody else',
      replaced((claims) => jws(header, claims, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)),
    ],
    ['not signed', replaced((claims) => jws({ alg: 'none' }, claims, null))],
    ['whose signature was taken off', replaced((_claims, token) => token.replace(/[^.]+$/, ''))],
    [
      'signed with the public key as a password',
      replaced((claims) => {
        const content = jws({ alg: 'HS256', kid: 'lab' }, claims, null).slice(0, -1);
        const key = createPublicKey(provider.key).export({ type: 'spki', format: 'pem' });
        return `${content}.${createHmac('sha256', key).update(content).digest('base64url')}`;
      }),
    ],
    [
      'whose claims were changed afterwards',
      replaced((claims, token) => {
        const [head, , signature] = token.split('.');
        const payload = Buffer.from(JSON.stringify({ ...claims, email: 'root@corp.example' })).toString('base64url');
        return [head, payload, signature].join('.');
      }),
    ],
    ['that has expired', resigned({ iat: seconds() - 7200, exp: seconds() - 3600 })],
    ['without an end', resigned({ exp: undefined })],
    ['for another client', resigned({ aud: 'another' })],
    ['of another issuer', resigned({ iss: 'https://elsewhere.example' })],
    ['with the nonce of another sign-in', resigned({ nonce: 'another' })],
    ['without a nonce', resigned({ nonce: undefined })],
    ['without a subject', resigned({ sub: undefined })],
    ['that is no token', (tokens) => ({ ...tokens, id_token: 'nothing' })],
    ['that is missing', ({ id_token: _token, ...tokens }) => tokens],
  ])('%s is refused', async (_what, tamper) => {
    provider.tamper = tamper;
    await expectRefused('unable_to_get_user_info');
    expect(await known()).toMatchObject({ sessions: [], accounts: [{ providerId: 'credential' }] });
  });

  it('is refused when the userinfo endpoint speaks of somebody else', async () => {
    set(reticent.settings());
    reticent.tamper = (tokens) => ({
      ...tokens,
      id_token: jws(header, { ...claimsOf(String(tokens.id_token)), sub: 'another' }, reticent.key),
    });
    await expectRefused('unable_to_get_user_info').finally(() => {
      reticent.tamper = null;
    });
  });
});
