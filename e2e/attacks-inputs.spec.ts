import { expect, test } from './fixtures';
import { ask, byKey, newServer, type Sent, somebody } from './raw-requests';

/** Attacks with what is sent: each of these has to fail. */

test('a bundle path leads to no secret and shows no file (path traversal)', async ({ vouch }) => {
  const headers = byKey(vouch);
  const paths = ['/etc/passwd', '../../../../../../etc/passwd', '/proc/self/environ', '/proc/self/mem', '/dev/zero'];
  const own = ['secret.key', 'vouch.db', 'bundles/../secret.key'].map((name) => `${vouch.dataDir}/${name}`);
  for (const path of [...paths, ...own]) {
    const made = await ask(vouch, '/api/v1/bundles', { method: 'POST', headers, body: { name: 'Eve', path } });
    expect(made.status, path).toBe(422);
    expect(made.text, path).not.toMatch(/root:|PATH=|[0-9a-f]{64}|SQLite format/);
    const test = await ask(vouch, '/api/v1/connection-tests', {
      method: 'POST',
      headers,
      body: { url: 'https://127.0.0.1:9/mcp', ssl_verify: path },
    });
    expect(test.text, path).not.toMatch(/root:x|PATH=\/|SQLite format/);
    expect(JSON.parse(test.text).error.code, path).toMatch(/^bundle_/);
  }
  for (const id of ['..%2f..%2fsecret.key', '%2e%2e', '..%5c..', '%00', 'secret.key']) {
    for (const path of [`/api/v1/bundles/${id}/pem`, `/api/v1/bundles/${id}`, `/certificates/${id}/pem`]) {
      const { status, text } = await ask(vouch, path, { headers });
      expect([308, 400, 404], path).toContain(status);
      expect(text, path).not.toMatch(/[0-9a-f]{64}/);
    }
  }
  for (const path of [
    '/_next/static/../../../package.json',
    '/_next/static/..%2f..%2f..%2fpackage.json',
    '/..%2fpackage.json',
  ]) {
    expect((await ask(vouch, path, { headers })).text, path).not.toContain('better-auth');
  }
});

test('a name adds no header to an answer or to a request (header injection)', async ({ vouch }) => {
  const headers = byKey(vouch);
  const post = (path: string, body: object) => ask(vouch, path, { method: 'POST', headers, body });
  for (const injected of ['a\r\nx-evil: 1', 'a\nx-evil: 1', 'a\u0000b', 'a\u2028b', '\u202egpj.exe']) {
    expect((await post('/v1/mcp/server', { ...newServer(), server_name: injected })).status).toBeGreaterThanOrEqual(
      400,
    );
    const header = { ...newServer(), static_headers: { 'x-team': injected } };
    expect((await post('/v1/mcp/server', header)).status, JSON.stringify(injected)).toBe(422);
    const name = { ...newServer(), static_headers: { [injected]: 'a' } };
    expect((await post('/v1/mcp/server', name)).status, JSON.stringify(injected)).toBe(422);
    expect((await post('/api/v1/keys', { name: injected, role: 'viewer' })).status).toBe(422);
  }
  for (const header of ['Host', 'Content-Length', 'transfer-encoding', 'connection']) {
    expect((await post('/v1/mcp/server', { ...newServer(), static_headers: { [header]: 'x' } })).status).toBe(422);
  }
});

test('keys of JSON change no prototype (prototype pollution)', async ({ vouch }) => {
  const eve = await somebody(vouch, 'viewer');
  const polluted = ['__proto__', 'constructor'].map(
    (key) => `{"${key}":{"role":"admin","isAdmin":true,"prototype":{"role":"admin","server_name":"p"}},"email":"x"}`,
  );
  for (const body of polluted) {
    const headers = { cookie: eve.cookie, 'content-type': 'application/json' };
    expect((await ask(vouch, '/v1/mcp/server', { method: 'POST', headers, body })).status).toBe(403);
    const admins = { ...byKey(vouch), 'content-type': 'application/json' };
    expect((await ask(vouch, '/v1/mcp/server', { method: 'POST', headers: admins, body })).status).toBe(422);
    expect((await ask(vouch, '/api/v1/users', { method: 'POST', headers: admins, body })).status).toBe(422);
    expect((await ask(vouch, '/api/v1/session', { method: 'POST', headers, body })).status).toBe(422);
  }
  const nested = { ...newServer(), mcp_info: JSON.parse('{"__proto__":{"polluted":true}}') };
  await ask(vouch, '/v1/mcp/server', { method: 'POST', headers: byKey(vouch), body: nested });
  expect(JSON.parse((await ask(vouch, '/api/v1/session', { headers: { cookie: eve.cookie } })).text)).toEqual({
    name: eve.email,
    role: 'viewer',
    must_change_password: false,
  });
});

test('inputs that are hard for a regular expression are answered like any other (ReDoS)', async ({ vouch }) => {
  test.setTimeout(120_000);
  const headers = byKey(vouch);
  const hard = [
    `${'a'.repeat(50_000)}!`,
    `${'a@'.repeat(25_000)}`,
    `${'1.'.repeat(25_000)}x`,
    `${' '.repeat(50_000)}x`,
    `${'-----BEGIN CERTIFICATE-----\n'.repeat(2_000)}`,
    `https://${'a.'.repeat(20_000)}example/`,
    `${'*.'.repeat(20_000)}a`,
    `${'%'.repeat(50_000)}`,
    `${'\t\n\r '.repeat(10_000)}=`,
  ];
  for (const text of hard) {
    const asked: [string, Sent][] = [
      ['/api/v1/session', { method: 'POST', body: { email: text, password: text } }],
      [
        '/v1/mcp/server',
        { method: 'POST', headers, body: { server_name: text, url: text, ssl_verify: text, description: text } },
      ],
      [
        '/v1/mcp/server',
        { method: 'POST', headers, body: { ...newServer(), static_headers: { a: text, [text]: 'a' } } },
      ],
      ['/api/v1/bundles', { method: 'POST', headers, body: { name: text, pem: text, notes: text } }],
      ['/api/v1/inspections', { method: 'POST', headers, body: { address: text, host: text } }],
      ['/api/v1/keys', { method: 'POST', headers, body: { name: text, role: text, expires_at: text } }],
      ['/api/v1/egress', { method: 'PUT', headers, body: { allow: [text], deny: [text, '*'] } }],
      [`/api/v1/audit?search=${encodeURIComponent(text.slice(0, 3_000))}`, { headers }],
      [`/servers?search=${encodeURIComponent(text.slice(0, 3_000))}`, { headers }],
      [
        '/v1/mcp/server',
        { headers: { authorization: `Bearer ${text.replace(/[^\x21-\x7e]/g, '').slice(0, 12_000)}x` } },
      ],
    ];
    for (const [path, sent] of asked) {
      const { status } = await ask(vouch, path, sent);
      expect(status, `${path.slice(0, 40)} ${text.slice(0, 20)}`).toBeLessThan(500);
    }
  }
  expect((await ask(vouch, '/api/health')).status).toBe(200);
});
