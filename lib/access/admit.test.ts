import { beforeEach, describe, expect, it } from 'vitest';
import { signedIn } from '../accounts/sign-in.fixture';
import { db } from '../db/client';
import { admit } from './admit';
import { type Door, doorOf } from './door';
import { byMasterKey } from './master-key.fixture';

async function status(door: Door, headers: Record<string, string> | Headers, method = 'GET'): Promise<number> {
  const admission = await admit(door, { method, headers: new Headers(headers) });
  return admission.isAdmitted ? 200 : admission.status;
}

describe('the door of a path', () => {
  it.each<[string, Door]>([
    ['/v1/mcp/server', 'rest'],
    ['/mcp-rest/tools/list', 'rest'],
    ['/api/v1/connection-tests', 'rest'],
    ['/api', 'rest'],
    ['/api/health', 'health'],
    ['/api/health/', 'rest'],
    ['/api/healthy', 'rest'],
    ['/api/v1/session', 'entry'],
    ['/api/v1/sessions', 'rest'],
    ['/api/v1/session/', 'rest'],
    ['/api/v1/set-up', 'entry'],
    ['/api/auth/sso', 'entry'],
    ['/api/auth/callback/oidc', 'entry'],
    ['/api/auth/sign-up/email', 'rest'],
    ['/api/auth', 'rest'],
    ['/sign-in', 'entry'],
    ['/sign-in/', 'screen'],
    ['/set-up', 'entry'],
    ['/', 'screen'],
    ['/servers', 'screen'],
    ['/v1x', 'screen'],
    ['/_next/static/a.js', 'static'],
    ['/_next/image', 'screen'],
    ['/_next/data/x.json', 'screen'],
    ['/icon.svg', 'static'],
    ['/icon.svg/x', 'screen'],
  ])('%s is %s', (path, door) => expect(doorOf(path)).toBe(door));
});

const host = 'vouch.corp.example';
const pages: [string, Record<string, string>, number][] = [
  ['no page', {}, 200],
  ['a page of its own', { origin: `https://${host}`, 'sec-fetch-site': 'same-origin' }, 200],
  ['a form of its own page', { origin: 'null', 'sec-fetch-site': 'same-origin' }, 200],
  ['its own page behind a proxy that ends TLS', { origin: `https://${host}` }, 200],
  ['another site', { origin: 'https://evil.example' }, 403],
  ['another site that claims to be this one', { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }, 403],
  ['a sandboxed frame', { origin: 'null' }, 403],
  ['another port of this host', { origin: `https://${host}:5000`, 'sec-fetch-site': 'same-site' }, 403],
  ['an image of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 403],
  ['a name that begins alike', { origin: `https://${host}.evil.example` }, 403],
  ['an origin that is no URL', { origin: host }, 403],
];

describe('with a session', () => {
  let session: Record<string, string>;
  beforeEach(async () => {
    session = { host, cookie: (await signedIn('viewer')).get('cookie') ?? '' };
  });

  it.each(pages)('REST answers a request of %s', async (_, headers, expected) => {
    expect(await status('rest', { ...session, ...headers })).toBe(expected);
    expect(await status('rest', { ...session, ...headers }, 'POST')).toBe(expected);
  });

  it.each(pages)('a screen shows itself to everyone’s links, and is written to by %s', async (_, headers, expected) => {
    expect(await status('screen', { ...session, ...headers })).toBe(200);
    expect(await status('screen', { ...session, ...headers }, 'POST')).toBe(expected);
  });

  it('REST answers no link and no form of another site: a read may test a server', async () => {
    const followed = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect(await status('rest', { ...session, ...followed })).toBe(403);
    expect(await status('screen', { ...session, ...followed })).toBe(200);
    expect(await status('rest', { ...session, ...followed }, 'POST')).toBe(403);
  });

  it('a wrong key is a wrong key, whatever session comes with it', async () => {
    expect(await status('rest', { ...session, authorization: 'Bearer wrong' })).toBe(401);
  });
});

describe('without a session', () => {
  it('only entry, static files and health answer', async () => {
    const doors: Door[] = ['entry', 'static', 'health', 'rest', 'screen'];
    expect(await Promise.all(doors.map((door) => status(door, { host })))).toEqual([200, 200, 200, 401, 401]);
  });

  it('nobody is signed in by a page of another site', async () => {
    expect(await status('entry', { host, origin: 'https://evil.example' }, 'POST')).toBe(403);
    expect(await status('entry', { host, origin: `https://${host}` }, 'POST')).toBe(200);
  });
});

describe('with the master key', () => {
  it.each<[string, Record<string, string>, number]>([
    ['as bearer', byMasterKey, 200],
    ['from a program in a browser', { ...byMasterKey, origin: 'https://a.example' }, 200],
    ['in lower case', { authorization: byMasterKey.authorization.replace('Bearer ', 'bearer  ') }, 200],
    ['as x-litellm-api-key', { 'x-litellm-api-key': byMasterKey.authorization.replace('Bearer ', '') }, 200],
    ['as x-litellm-api-key with Bearer', { 'x-litellm-api-key': byMasterKey.authorization }, 200],
    ['with a letter more', { authorization: `${byMasterKey.authorization}x` }, 401],
    ['with a letter less', { authorization: byMasterKey.authorization.slice(0, -1) }, 401],
    ['empty', { authorization: 'Bearer ', 'x-litellm-api-key': '' }, 401],
    ['without a scheme', { authorization: byMasterKey.authorization.replace('Bearer ', '') }, 401],
    ['as a password', { authorization: `Basic ${btoa(`any:${byMasterKey.authorization.slice(7)}`)}` }, 401],
  ])('%s', async (_, headers, expected) => {
    expect(await status('rest', { host, ...headers }, 'POST')).toBe(expected);
  });

  it('guessing it makes an address wait, and nobody else; the log has each guess that counted', async () => {
    const guess = (address: string, authorization: string) =>
      admit('rest', { method: 'GET', headers: new Headers({ 'x-forwarded-for': address, authorization }) });
    const before = await db().auditEntry.count({ where: { action: 'access.key' } });
    for (let number = 0; number < 30; number += 1) {
      expect(await guess('198.51.100.7', `Bearer guess-${number}`)).toMatchObject({ isAdmitted: false, status: 401 });
    }
    await expect(guess('198.51.100.7', 'Bearer guess-30')).rejects.toMatchObject({ code: 'too_many' });
    await expect(guess('198.51.100.7', byMasterKey.authorization)).rejects.toMatchObject({ code: 'too_many' });
    expect(await guess('198.51.100.8', byMasterKey.authorization)).toMatchObject({ isAdmitted: true });
    const entries = await db().auditEntry.findMany({ where: { action: 'access.key' } });
    expect(entries.length - before).toBe(30);
    expect(JSON.stringify(entries)).not.toContain('guess-');
  });
});

it('never shows the key or what was sent in its place', async () => {
  const headers = new Headers({ host: '<script>', authorization: 'Bearer sent-secret' });
  const answers = await Promise.all([
    admit('rest', { method: 'GET', headers }),
    admit('screen', { method: 'GET', headers }),
  ]);
  expect(JSON.stringify(answers)).not.toMatch(/sent-secret|the-master-key|<script>/);
});
