import { randomBytes } from 'node:crypto';
import { expect, test } from './fixtures';
import { ask, byKey, newServer, somebody } from './raw-requests';

/** Attacks on sessions, passwords, keys and roles: each of these has to fail. */

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
      ...extra,
      role: 'viewer',
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
