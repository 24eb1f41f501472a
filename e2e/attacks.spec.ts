import { randomBytes } from 'node:crypto';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { Credentials, Vouch } from '../lab/vouch-process';
import { expect, test } from './fixtures';

/** What somebody does who does not keep to the rules, with raw requests: each of these has to fail. */

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

interface Sent {
  method?: string;
  headers?: Record<string, string | string[]>;
  body?: string | object;
}

function ask(vouch: Vouch, path: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Answer> {
  const { hostname, port } = new URL(vouch.url);
  const payload = typeof body === 'object' ? JSON.stringify(body) : body;
  const type = typeof body === 'object' ? { 'content-type': 'application/json' } : {};
  return new Promise((resolve, reject) => {
    const options = { hostname, port, path, method, headers: { ...type, ...headers } };
    const request = httpRequest(options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    request.on('error', reject).end(payload);
  });
}

const byKey = (vouch: Vouch) => ({ authorization: `Bearer ${vouch.key}` });

interface Person extends Credentials {
  id: string;
  cookie: string;
}

/** A person of this role, signed in, with a password of their own. */
async function somebody(vouch: Vouch, role: string): Promise<Person> {
  const email = `${role}-${randomBytes(4).toString('hex')}@corp.example`;
  const body = { name: role, email, role };
  const made = await ask(vouch, '/api/v1/users', { method: 'POST', headers: byKey(vouch), body });
  const { user_id: id, temporary_password } = JSON.parse(made.text);
  const cookieOf = async (password: string) => {
    const { name, value } = await vouch.signIn({ email, password });
    return `${name}=${value}`;
  };
  const password = randomBytes(12).toString('hex');
  await ask(vouch, '/api/v1/password', {
    method: 'PUT',
    headers: { cookie: await cookieOf(temporary_password) },
    body: { current_password: temporary_password, new_password: password },
  });
  return { id, email, password, cookie: await cookieOf(password) };
}

const newServer = () => ({ server_name: `s${randomBytes(5).toString('hex')}`, url: 'https://mcp.corp.example/mcp' });

test('a forged cookie opens nothing', async ({ vouch, session }) => {
  const [token, signature = ''] = decodeURIComponent(session.value).split('.');
  const other = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
  const forged = [
    'x',
    `${token}`,
    `${token}.`,
    `${token}.${other}`,
    `${token}.${Buffer.alloc(32).toString('base64')}`,
    `${'a'.repeat(32)}.${signature}`,
    `${token}.${signature}.x`,
    `${token}\u0000.${signature}`,
    'null',
    '{"userId":"admin"}',
  ];
  for (const value of forged) {
    const cookie = `${session.name}=${encodeURIComponent(value)}`;
    expect((await ask(vouch, '/v1/mcp/server', { headers: { cookie } })).status, value).toBe(401);
    expect((await ask(vouch, '/servers', { headers: { cookie } })).status, value).toBe(307);
  }
  const renamed = [`__Secure-${session.name}`, `__Host-${session.name}`, 'session_token', 'better-auth.session_token'];
  for (const name of renamed) {
    const cookie = `${name}=${session.value}`;
    expect((await ask(vouch, '/v1/mcp/server', { headers: { cookie } })).status, name).toBe(401);
  }
  expect((await ask(vouch, '/v1/mcp/server', { headers: { cookie: `${session.name}=${session.value}` } })).status).toBe(
    200,
  );
});

test('a session cannot be used again after sign-out, here or everywhere, or after its person was kept out', async ({
  vouch,
}) => {
  const person = await somebody(vouch, 'operator');
  const second = await vouch.signIn(person);
  const cookies = [person.cookie, `${second.name}=${second.value}`];
  const answers = (cookie: string) => ask(vouch, '/v1/mcp/server', { headers: { cookie } });
  expect((await ask(vouch, '/api/v1/session', { method: 'DELETE', headers: { cookie: person.cookie } })).status).toBe(
    200,
  );
  expect((await answers(person.cookie)).status).toBe(401);
  expect((await answers(cookies[1] ?? '')).status).toBe(200);
  await ask(vouch, '/api/v1/sessions', { method: 'DELETE', headers: { cookie: cookies[1] ?? '' } });
  expect((await answers(cookies[1] ?? '')).status).toBe(401);

  const third = await vouch.signIn(person);
  const kept = { method: 'PUT', headers: byKey(vouch), body: { is_disabled: true } };
  expect((await ask(vouch, `/api/v1/users/${person.id}`, kept)).status).toBe(200);
  expect((await answers(`${third.name}=${third.value}`)).status).toBe(401);
  await expect(vouch.signIn(person)).rejects.toThrow('not right');
});

test('a session that was planted before sign-in is not taken over', async ({ vouch }) => {
  const { email, password } = await somebody(vouch, 'viewer');
  const planted = `vouch.session_token=${'p'.repeat(32)}.${'q'.repeat(43)}%3D`;
  const answer = await ask(vouch, '/api/v1/session', {
    method: 'POST',
    headers: { cookie: planted },
    body: { email, password },
  });
  expect(answer.status).toBe(201);
  expect(answer.headers['set-cookie']?.join()).not.toContain('ppppp');
  expect((await ask(vouch, '/v1/mcp/server', { headers: { cookie: planted } })).status).toBe(401);
});

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

test('nobody gives themselves a role or an id (mass assignment)', async ({ vouch }) => {
  const { id, cookie, email, password } = await somebody(vouch, 'operator');
  const headers = { cookie };
  const extra = { role: 'admin', is_admin: true, isAdmin: true, user_id: 'chosen', id: 'chosen' };
  expect((await ask(vouch, `/api/v1/users/${id}`, { method: 'PUT', headers, body: { role: 'admin' } })).status).toBe(
    403,
  );
  const signIn = await ask(vouch, '/api/v1/session', { method: 'POST', body: { email, password, ...extra } });
  expect(signIn.status).toBe(201);
  const changed = { current_password: password, new_password: `${password}-2`, ...extra };
  expect((await ask(vouch, '/api/v1/password', { method: 'PUT', headers, body: changed })).status).toBe(200);
  expect(JSON.parse((await ask(vouch, '/api/v1/session', { headers })).text).role).toBe('operator');

  const setUp = {
    code: '0000-0000-0000-0000',
    name: 'Eve',
    email: 'eve@evil.example',
    password: 'a-long-password-of-eve',
  };
  expect((await ask(vouch, '/api/v1/set-up', { method: 'POST', body: { ...setUp, ...extra } })).status).toBe(400);

  const owned = {
    created_by: 'admin',
    updated_by: 'admin',
    is_config: true,
    status: 'healthy',
    created_at: '2000-01-01T00:00:00Z',
  };
  const made = await ask(vouch, '/v1/mcp/server', { method: 'POST', headers, body: { ...newServer(), ...owned } });
  const record = JSON.parse(made.text);
  expect([record.created_by, record.is_config, record.status]).toEqual([email, false, 'unknown']);
  const person = await ask(vouch, '/api/v1/users', {
    method: 'POST',
    headers: byKey(vouch),
    body: {
      name: 'N',
      email: `n-${randomBytes(4).toString('hex')}@corp.example`,
      role: 'viewer',
      ...{ ...extra, role: 'viewer' },
      must_change_password: false,
    },
  });
  expect(JSON.parse(person.text)).toMatchObject({ role: 'viewer', must_change_password: true });
  expect(JSON.parse(person.text).user_id).not.toBe('chosen');
});

test('what belongs to another is not reached by its id (IDOR)', async ({ vouch, session }) => {
  const eve = await somebody(vouch, 'operator');
  const admin = { cookie: `${session.name}=${session.value}` };
  const [own] = JSON.parse((await ask(vouch, '/api/v1/sessions', { headers: admin })).text);
  const theirs = await ask(vouch, `/api/v1/sessions/${own.session_id}`, {
    method: 'DELETE',
    headers: { cookie: eve.cookie },
  });
  expect(theirs.status).toBe(404);
  expect((await ask(vouch, '/api/v1/sessions', { headers: admin })).status).toBe(200);
  const seen = JSON.parse((await ask(vouch, '/api/v1/sessions', { headers: { cookie: eve.cookie } })).text);
  expect(seen.map(({ session_id }: { session_id: string }) => session_id)).not.toContain(own.session_id);
  for (const path of [`/api/v1/users/${eve.id}/password`, `/api/v1/users/${eve.id}`]) {
    const method = path.endsWith('password') ? 'POST' : 'DELETE';
    expect((await ask(vouch, path, { method, headers: { cookie: eve.cookie } })).status, path).toBe(403);
  }
});

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
      expect([400, 404], path).toContain(status);
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
      ['/api/v1/egress', { method: 'PUT', headers, body: { allow: [text], deny: [text] } }],
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

test('passwords cannot be tried out, whatever address is claimed, and an email is not told from no email', async ({
  vouch,
}) => {
  const { email, password } = await somebody(vouch, 'viewer');
  const attempt = (who: string, secret: string, spoofed: number) =>
    ask(vouch, '/api/v1/session', {
      method: 'POST',
      headers: {
        'x-forwarded-for': `198.51.100.${spoofed}`,
        'x-real-ip': `198.51.100.${spoofed}`,
        forwarded: 'for=1.2.3.4',
      },
      body: { email: who, password: secret },
    });
  const nobody = `nobody-${randomBytes(4).toString('hex')}@corp.example`;
  const [known, unknown] = [await attempt(email, 'wrong-password-1', 1), await attempt(nobody, 'wrong-password-1', 1)];
  expect([known.status, known.text]).toEqual([unknown.status, unknown.text]);
  const statuses: number[] = [];
  for (let number = 2; number <= 7; number += 1)
    statuses.push((await attempt(email, `wrong-password-${number}`, number)).status);
  expect(statuses).toEqual([401, 401, 401, 401, 429, 429]);
  expect((await attempt(email, password, 9)).status).toBe(429);
  // Others are not locked out with them.
  expect((await attempt(nobody, 'wrong-password-2', 1)).status).toBe(401);
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
    const headers = path === '/sign-in' ? {} : { cookie: await cookie(vouch) };
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

test('a key in the address is no key, and none is ever shown again', async ({ vouch }) => {
  const made = await ask(vouch, '/api/v1/keys', {
    method: 'POST',
    headers: byKey(vouch),
    body: { name: `k${randomBytes(4).toString('hex')}`, role: 'admin' },
  });
  const { key } = JSON.parse(made.text);
  expect(key).toMatch(/^vouch_/);
  for (const name of ['key', 'api_key', 'access_token', 'token']) {
    expect((await ask(vouch, `/v1/mcp/server?${name}=${key}`)).status, name).toBe(401);
  }
  expect((await ask(vouch, '/v1/mcp/server', { headers: { authorization: `Bearer ${key}` } })).status).toBe(200);
  for (const path of ['/api/v1/keys', '/api/v1/audit', '/settings/keys', '/settings/audit']) {
    expect((await ask(vouch, path, { headers: byKey(vouch) })).text, path).not.toContain(key.slice(12));
  }
  expect(vouch.output()).not.toContain(key);
  expect(vouch.output()).not.toContain(vouch.key);
});

const cookies = new Map<Vouch, Promise<string>>();

function cookie(vouch: Vouch): Promise<string> {
  const known = cookies.get(vouch) ?? vouch.signIn().then(({ name, value }) => `${name}=${value}`);
  cookies.set(vouch, known);
  return known;
}
