import { describe, expect, it } from 'vitest';
import { hasRole, type Role, roles } from '@/lib/access/roles';
import { findSession } from '@/lib/accounts/find-session';
import { signedIn } from '@/lib/accounts/sign-in.fixture';

/** Who may ask for what. The operations are found in the code: one that is missing here fails the test. */
const promised: Record<string, Role | 'anyone'> = {
  'GET /(console)/certificates/[bundleId]/pem': 'viewer',
  'GET /api/[...path]': 'viewer',
  'GET /api/auth/callback/[provider]': 'anyone',
  'GET /api/auth/sso': 'anyone',
  'GET /api/health': 'anyone',
  'GET /api/v1/audit': 'viewer',
  'GET /api/v1/audit/export': 'viewer',
  'GET /api/v1/audit/retention': 'viewer',
  'PUT /api/v1/audit/retention': 'admin',
  'GET /api/v1/bundles': 'viewer',
  'POST /api/v1/bundles': 'admin',
  'DELETE /api/v1/bundles/[bundleId]': 'admin',
  'GET /api/v1/bundles/[bundleId]': 'viewer',
  'PUT /api/v1/bundles/[bundleId]': 'admin',
  'GET /api/v1/bundles/[bundleId]/pem': 'viewer',
  'POST /api/v1/bundles/[bundleId]/preview': 'admin',
  'POST /api/v1/connection-tests': 'operator',
  'GET /api/v1/egress': 'viewer',
  'PUT /api/v1/egress': 'admin',
  'POST /api/v1/egress/try': 'operator',
  'POST /api/v1/inspections': 'operator',
  'GET /api/v1/keys': 'admin',
  'POST /api/v1/keys': 'admin',
  'DELETE /api/v1/keys/[keyId]': 'admin',
  'PUT /api/v1/password': 'viewer',
  'DELETE /api/v1/session': 'viewer',
  'GET /api/v1/session': 'viewer',
  'POST /api/v1/session': 'anyone',
  'DELETE /api/v1/sessions': 'viewer',
  'GET /api/v1/sessions': 'viewer',
  'DELETE /api/v1/sessions/[sessionId]': 'viewer',
  'POST /api/v1/set-up': 'anyone',
  'GET /api/v1/users': 'admin',
  'POST /api/v1/users': 'admin',
  'DELETE /api/v1/users/[userId]': 'admin',
  'PUT /api/v1/users/[userId]': 'admin',
  'POST /api/v1/users/[userId]/password': 'admin',
  'POST /mcp-rest/test/connection': 'operator',
  'POST /mcp-rest/test/tools/list': 'operator',
  'POST /mcp-rest/tools/call': 'operator',
  'GET /mcp-rest/tools/list': 'operator',
  'GET /v1/mcp/server': 'viewer',
  'POST /v1/mcp/server': 'operator',
  'PUT /v1/mcp/server': 'operator',
  'DELETE /v1/mcp/server/[serverId]': 'operator',
  'GET /v1/mcp/server/[serverId]': 'viewer',
  'GET /v1/mcp/server/health': 'operator',
};

/** A path that no operation has answers every method alike. */
const catchAll = /\[\.\.\.\w+\]$/;

type Operation = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const operations: [string, Operation][] = [];
for (const [file, load] of Object.entries(import.meta.glob('../**/route.ts'))) {
  const path = file.replace(/^\.\.(.*)\/route\.ts$/, '$1');
  for (const [method, operation] of Object.entries((await load()) as Record<string, Operation>)) {
    if (methods.includes(method)) operations.push([`${method} ${path}`, operation]);
  }
}
const served = operations.filter(([name]) => !catchAll.test(name) || name === 'GET /api/[...path]');

it('are all here', () => {
  expect(served.map(([name]) => name).sort()).toEqual(Object.keys(promised).sort());
});

const browsers = new Map<Role, Headers>();

/** Operations of one's own account end sessions. */
async function browser(role: Role): Promise<Headers> {
  const known = browsers.get(role);
  const headers = known && (await findSession(known)) ? known : await signedIn(role);
  browsers.set(role, headers);
  return headers;
}

async function ask(name: string, operation: Operation, headers: Headers): Promise<Response> {
  const [method = ''] = name.split(' ');
  const body = method === 'GET' || method === 'DELETE' ? undefined : '{}';
  const sent = new Headers(headers);
  if (body) sent.set('content-type', 'application/json');
  const request = new Request('http://vouch.corp.example/x?server_id=nothing', { method, headers: sent, body });
  return operation(request, { params: Promise.resolve(params) });
}

const params = Object.fromEntries(
  ['bundleId', 'keyId', 'provider', 'serverId', 'sessionId', 'userId', 'path'].map((name) => [name, 'nothing']),
);

const closed = served.filter(([name]) => promised[name] !== 'anyone');

describe.each(closed)('%s', (name, operation) => {
  const role = promised[name] as Role;

  it('refuses nobody in particular, and a forged session', async () => {
    expect((await ask(name, operation, new Headers())).status).toBe(401);
    const forged = new Headers({ cookie: `vouch.session_token=${'a'.repeat(32)}.${'b'.repeat(43)}%3D` });
    expect((await ask(name, operation, forged)).status).toBe(401);
    expect((await ask(name, operation, new Headers({ authorization: `Bearer vouch_${'a'.repeat(43)}` }))).status).toBe(
      401,
    );
  });

  it.each(roles)('as %s', async (actual) => {
    const headers = await browser(actual);
    const { status } = await ask(name, operation, headers);
    if (hasRole(actual, role)) expect([401, 403]).not.toContain(status);
    else expect(status).toBe(403);
  });

  it('is not done for a page of another site', async () => {
    const headers = new Headers(await browser('admin'));
    headers.set('origin', 'https://evil.example');
    expect((await ask(name, operation, headers)).status).toBe(403);
  });
});
