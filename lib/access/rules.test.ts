import { describe, expect, it } from 'vitest';
import { isLoopbackHeader, isLoopbackHost } from './loopback';
import { type AccessSettings, decideAccess, doorOf } from './rules';

const key = 'correct-horse-battery';
const local: AccessSettings = { host: '127.0.0.1', masterKey: null };
const localWithKey: AccessSettings = { host: '127.0.0.1', masterKey: key };
const open: AccessSettings = { host: '0.0.0.0', masterKey: key };
const basic = (password: string, user = 'anyone') => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

function status(
  door: 'rest' | 'screen',
  settings: AccessSettings,
  headers: Record<string, string>,
  method = 'GET',
): number {
  const access = decideAccess(door, { method, headers: new Headers({ host: 'localhost:3000', ...headers }) }, settings);
  return access.isAllowed ? 200 : access.status;
}

describe('a loopback name', () => {
  it.each([
    'localhost',
    'localhost:3000',
    'LOCALHOST',
    '127.0.0.1',
    '127.0.0.1:80',
    '127.255.0.9',
    '[::1]',
    '[::1]:3000',
  ])('is %s', (host) => expect(isLoopbackHeader(host)).toBe(true));

  it.each([
    null,
    '',
    'evil.example',
    'evil.example:3000',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'evil.localhost.example',
    'localhost:3000@evil.example',
    'localhost:3000.evil.example',
    'localhost.',
    '127.0.0.1:',
    '127.1',
    '0x7f.0.0.1',
    '127.0.0.01',
    '127.0.0.256',
    '2130706433',
    '0.0.0.0',
    '[::]',
    '[::ffff:127.0.0.1]',
    '::1',
    '10.0.0.1',
    '169.254.169.254',
    'localhost, evil.example',
    'user@localhost',
    '127.0.0.1\u3002evil.example',
  ])('is not %s', (host) => expect(isLoopbackHeader(host)).toBe(false));

  it('is what a process may bind without a key', () => {
    for (const host of ['127.0.0.1', '::1', 'localhost', '127.8.8.8']) expect(isLoopbackHost(host)).toBe(true);
    for (const host of ['0.0.0.0', '::', '', '10.0.0.1', 'vouch']) expect(isLoopbackHost(host)).toBe(false);
  });
});

describe('the door of a path', () => {
  it.each([
    ['/v1/mcp/server', 'rest'],
    ['/mcp-rest/tools/list', 'rest'],
    ['/api/v1/connection-tests', 'rest'],
    ['/api', 'rest'],
    ['/api/health', 'health'],
    ['/api/health/', 'rest'],
    ['/api/healthy', 'rest'],
    ['/', 'screen'],
    ['/servers', 'screen'],
    ['/v1x', 'screen'],
    ['/_next/static/a.js', 'screen'],
  ])('%s is %s', (path, door) => expect(doorOf(path)).toBe(door));
});

describe('REST with a master key', () => {
  it.each<[string, Record<string, string>, number]>([
    ['no key', {}, 401],
    ['the key as bearer', { authorization: `Bearer ${key}` }, 200],
    ['the key as bearer in lower case', { authorization: `bearer  ${key}` }, 200],
    ['the key as x-litellm-api-key', { 'x-litellm-api-key': key }, 200],
    ['the key as x-litellm-api-key with Bearer', { 'x-litellm-api-key': `Bearer ${key}` }, 200],
    ['another key', { authorization: `Bearer ${key}x` }, 401],
    ['the beginning of the key', { authorization: `Bearer ${key.slice(0, -1)}` }, 401],
    ['an empty key', { authorization: 'Bearer ', 'x-litellm-api-key': '' }, 401],
    ['the key without a scheme', { authorization: key }, 401],
    ['the key as a password', { authorization: basic(key) }, 401],
    ['the key from anywhere, under any name', { authorization: `Bearer ${key}`, host: 'vouch.corp.example' }, 200],
    ['the key from a program in a browser', { authorization: `Bearer ${key}`, origin: 'https://a.example' }, 200],
  ])('answers %s', (_, headers, expected) => {
    expect(status('rest', open, headers)).toBe(expected);
    expect(status('rest', localWithKey, headers)).toBe(expected);
  });
});

it('takes a master key that a file ended with a line break', () => {
  expect(status('rest', { ...open, masterKey: `${key}\n` }, { authorization: `Bearer ${key}` })).toBe(200);
});

const pages: [string, Record<string, string>, number][] = [
  ['no page', {}, 200],
  ['a page of its own', { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' }, 200],
  ['a form of its own page', { origin: 'null', 'sec-fetch-site': 'same-origin' }, 200],
  ['its own page behind a proxy that ends TLS', { origin: 'https://localhost:3000' }, 200],
  ['another site', { origin: 'https://evil.example' }, 403],
  ['another site that claims to be this one', { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }, 403],
  ['a sandboxed frame', { origin: 'null' }, 403],
  ['another port of this machine', { origin: 'http://localhost:5000', 'sec-fetch-site': 'same-site' }, 403],
  ['an image of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 403],
  ['an image of another port', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' }, 403],
  ['a name that begins alike', { origin: 'http://localhost:3000.evil.example' }, 403],
  ['an origin that is no URL', { origin: 'localhost:3000' }, 403],
];

describe('REST without a master key', () => {
  it.each(pages)('answers a request of %s', (_, headers, expected) => {
    expect(status('rest', local, headers)).toBe(expected);
    expect(status('rest', local, headers, 'POST')).toBe(expected);
  });

  it('answers a link that a person followed', () => {
    expect(status('rest', local, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).toBe(200);
    expect(status('rest', local, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, 'POST')).toBe(403);
  });

  it('refuses a name that was pointed to this machine (DNS rebinding), and any name when bound elsewhere', () => {
    expect(status('rest', local, { host: 'rebind.evil.example:3000' })).toBe(403);
    expect(status('rest', local, { host: 'rebind.evil.example:3000', origin: 'http://rebind.evil.example:3000' })).toBe(
      403,
    );
    expect(status('rest', { host: '0.0.0.0', masterKey: null }, {})).toBe(403);
  });
});

describe('screens', () => {
  it.each(pages)('answer a write of %s', (_, headers, expected) => {
    expect(status('screen', local, headers, 'POST')).toBe(expected);
    expect(status('screen', open, { ...headers, authorization: basic(key) }, 'POST')).toBe(expected);
  });

  it.each(pages)('answer a read of %s', (_, headers) => {
    expect(status('screen', local, headers)).toBe(200);
  });

  it('answer on this machine without a password, with or without a master key', () => {
    expect(status('screen', local, {})).toBe(200);
    expect(status('screen', localWithKey, {})).toBe(200);
  });

  it('refuse a name that was pointed to this machine (DNS rebinding)', () => {
    expect(status('screen', local, { host: 'rebind.evil.example:3000' })).toBe(403);
    expect(status('screen', localWithKey, { host: 'rebind.evil.example:3000' })).toBe(401);
    expect(status('screen', { host: '0.0.0.0', masterKey: null }, {})).toBe(403);
  });

  it.each<[string, string, number]>([
    ['the key as the password', basic(key), 200],
    ['the key and no user name', basic(key, ''), 200],
    ['a key with a colon in front', basic(`:${key}`), 401],
    ['another password', basic('nope'), 401],
    ['the key as the user name', basic('', key), 401],
    ['something that is not Base64', 'Basic ???', 401],
    ['a pair without a colon', `Basic ${Buffer.from(key).toString('base64')}`, 401],
    ['a bearer key', `Bearer ${key}`, 401],
  ])('elsewhere ask for the master key: %s', (_, authorization, expected) => {
    expect(status('screen', open, { host: 'vouch.corp.example', authorization })).toBe(expected);
    expect(status('screen', open, { host: 'localhost:3000', authorization })).toBe(expected);
  });

  it.each([
    ['127.0.0.1', 200],
    ['::1', 200],
    ['::ffff:127.0.0.1', 200],
    ['10.1.2.3', 403],
    ['127.0.0.1, 10.1.2.3', 403],
    ['unknown', 403],
    ['127.0.0.1.evil.example', 403],
  ])('behind a proxy on this machine answer only what the proxy had from this machine (%s)', (address, expected) => {
    expect(status('screen', local, { 'x-forwarded-for': address })).toBe(expected);
    expect(status('rest', local, { 'x-forwarded-for': address })).toBe(expected);
    expect(status('screen', localWithKey, { 'x-forwarded-for': address })).toBe(expected === 200 ? 200 : 401);
  });

  it('challenge, so that a browser asks', () => {
    const access = decideAccess('screen', { method: 'GET', headers: new Headers({ host: 'vouch' }) }, open);
    expect(access).toMatchObject({ isAllowed: false, status: 401, challenge: expect.stringMatching(/^Basic realm=/) });
  });
});

it('never shows the key or what was sent in its place', () => {
  const headers = new Headers({ host: '<script>', authorization: 'Bearer sent-secret' });
  for (const settings of [open, local, localWithKey]) {
    for (const door of ['rest', 'screen'] as const) {
      const text = JSON.stringify(decideAccess(door, { method: 'GET', headers }, settings));
      expect(text).not.toMatch(/sent-secret|correct-horse|<script>/);
    }
  }
});
