import type { Vouch } from '../lab/vouch-process';
import { expect, test } from './fixtures';
import { ask, newServer, type Sent } from './raw-requests';

/** Attacks with requests that a browser was made to send, or with headers of the framework: each of these has to fail. */

test('a page of another site cannot act with the cookie of a browser (CSRF)', async ({ vouch, session }) => {
  const cookie = `${session.name}=${session.value}`;
  const before = JSON.parse((await ask(vouch, '/v1/mcp/server', { headers: { cookie } })).text).length;
  const body = JSON.stringify(newServer());
  const sent: Sent[] = [
    { headers: { cookie, origin: 'https://evil.example', 'content-type': 'application/json' } },
    { headers: { cookie, origin: 'null', 'content-type': 'application/json' } },
    { headers: { cookie, 'sec-fetch-site': 'cross-site', 'content-type': 'application/json' } },
    { headers: { cookie, 'sec-fetch-site': 'same-site', 'content-type': 'application/json' } },
    // A form can send these three types without asking first.
    { headers: { cookie, origin: 'https://evil.example', 'content-type': 'text/plain' } },
    { headers: { cookie, origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' } },
    { headers: { cookie, 'content-type': 'text/plain' } },
    {
      headers: { cookie, origin: vouch.url.replace('http:', 'https:').replace('127.0.0.1', '127.0.0.1.evil.example') },
    },
  ];
  for (const one of sent) {
    const { status } = await ask(vouch, '/v1/mcp/server', { ...one, method: 'POST', body });
    expect([403, 415], JSON.stringify(one)).toContain(status);
  }
  // A server action, and a read of REST that tests a server.
  const action = { cookie, origin: 'https://evil.example', 'next-action': '0'.repeat(42) };
  expect((await ask(vouch, '/servers', { method: 'POST', headers: action, body: '[]' })).status).toBe(403);
  const image = { cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };
  expect((await ask(vouch, '/v1/mcp/server/health', { headers: image })).status).toBe(403);
  // Signing somebody in as the attacker, or out.
  for (const [method, payload] of [
    ['POST', vouch.admin],
    ['DELETE', undefined],
  ] as const) {
    const headers = { cookie, origin: 'https://evil.example' };
    expect((await ask(vouch, '/api/v1/session', { method, headers, body: payload })).status).toBe(403);
  }
  const after = JSON.parse((await ask(vouch, '/v1/mcp/server', { headers: { cookie } })).text).length;
  expect(after).toBe(before);
});

test('no header takes the place of the front door’s own', async ({ vouch }) => {
  const spoofed: Record<string, string>[] = [
    { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
    { 'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware' },
    { 'x-middleware-next': '1' },
    { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    { 'x-nonce': 'evil', 'x-middleware-override-headers': 'cookie' },
    { 'x-http-method-override': 'GET' },
    { host: 'evil.example' },
  ];
  for (const headers of spoofed) {
    const page = await ask(vouch, '/servers', { headers });
    expect(page.status, JSON.stringify(headers)).toBe(307);
    expect(page.headers.location, JSON.stringify(headers)).not.toContain('evil');
    expect((await ask(vouch, '/v1/mcp/server', { headers })).status, JSON.stringify(headers)).toBe(401);
  }
  const signIn = await ask(vouch, '/sign-in', { headers: { 'x-nonce': 'evil' } });
  expect(signIn.text).not.toContain('nonce="evil"');
  expect(signIn.headers['strict-transport-security']).toBeUndefined();
});

test('every page forbids frames and inline scripts, with a nonce of its own', async ({ vouch }) => {
  const nonces = new Set<string>();
  for (const path of [
    '/',
    '/servers',
    '/servers/new',
    '/certificates',
    '/inspect',
    '/settings/account',
    '/settings/audit',
    '/sign-in',
  ]) {
    const headers: Record<string, string> = path === '/sign-in' ? {} : { cookie: await cookie(vouch) };
    const { headers: answered, text, status } = await ask(vouch, path, { headers });
    expect(status, path).toBe(200);
    const policy = String(answered['content-security-policy']);
    expect(policy, path).toMatch(/script-src [^;]*'strict-dynamic'/);
    expect(policy.match(/script-src ([^;]*)/)?.[1], path).not.toMatch(/unsafe-inline|unsafe-eval|https?:|\*/);
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(answered['x-frame-options'], path).toBe('DENY');
    const nonce = policy.match(/'nonce-([^']+)'/)?.[1] ?? '';
    expect(nonce.length, path).toBeGreaterThan(20);
    nonces.add(nonce);
    for (const [tag] of text.matchAll(/<script[^>]*>/g)) expect(tag, path).toContain(`nonce="${nonce}"`);
    expect(text, path).not.toMatch(/\son[a-z]+="/);
  }
  expect(nonces.size).toBe(8);
});

const cookies = new Map<Vouch, Promise<string>>();

function cookie(vouch: Vouch): Promise<string> {
  const known = cookies.get(vouch) ?? vouch.signIn().then(({ name, value }) => `${name}=${value}`);
  cookies.set(vouch, known);
  return known;
}
