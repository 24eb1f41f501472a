import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as connectionTests from '@/app/api/v1/connection-tests/route';
import * as testConnection from '@/app/mcp-rest/test/connection/route';
import * as testTools from '@/app/mcp-rest/test/tools/list/route';
import { type Lab, startLab } from '@/lab/start';
import { admin } from '@/lib/access/actors.fixture';
import type { Role } from '@/lib/access/roles';
import { createKey } from '@/lib/api-keys/create';
import { db } from '@/lib/db/client';
import * as servers from './route';

let lab: Lab;
const keys = {} as Record<Role, string>;
beforeAll(async () => {
  lab = await startLab({ only: ['self-signed'] });
  for (const role of ['viewer', 'operator', 'admin'] as const) {
    keys[role] = (await createKey({ actor: admin, input: { name: role, role } })).key;
  }
}, 60_000);
afterAll(() => lab.close());
afterEach(async () => {
  await db().mcpServer.deleteMany();
});

type Route = (request: Request, context: { params: Promise<Record<string, never>> }) => Promise<Response>;

async function send(route: Route, role: Role, method: string, body?: unknown) {
  const headers = { authorization: `Bearer ${keys[role]}`, 'content-type': 'application/json' };
  const request = new Request('http://localhost:3000/', { method, headers, body: JSON.stringify(body) });
  const response = await route(request, { params: Promise.resolve({}) });
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked at as a client sees them
  return { status: response.status, body: (await response.json()) as any };
}
const post = (body: object, role: Role = 'admin') => send(servers.POST, role, 'POST', body);
const put = (body: object, role: Role = 'admin') => send(servers.PUT, role, 'PUT', body);
const draft = (more: object = {}) => ({
  server_name: 'lab',
  url: lab.server('self-signed').url,
  transport: 'http',
  ...more,
});
const off = { ssl_verify: false, ssl_verify_reason: 'appliance', ssl_verify_until: '9999-12-31' };

describe('an exception over REST', () => {
  it('is made, shown and sent back with its owner, reason and end', async () => {
    const { status, body } = await post(draft(off));
    expect(status).toBe(201);
    const said = { ...off, ssl_verify_until: '9999-12-31T23:59:59.999Z', ssl_verify_by: 'key admin' };
    expect(body).toMatchObject({ ...said, warnings: [] });
    const [listed] = (await send(servers.GET, 'viewer', 'GET')).body;
    const sentBack = await put(listed, 'operator');
    expect(sentBack).toMatchObject({ status: 202, body: said });
    expect(sentBack.body.warnings).toContain('`ssl_verify_by`: read-only, not changed');
  });

  it('answers 403 to whoever is no admin, and changes nothing', async () => {
    const refused = { status: 403, body: { detail: { error: expect.stringContaining('needs the role admin') } } };
    expect(await post(draft(off), 'operator')).toMatchObject(refused);
    expect(await db().mcpServer.count()).toBe(0);
    const { body } = await post(draft());
    expect(await put({ server_id: body.server_id, ...off }, 'operator')).toMatchObject(refused);
    expect((await db().mcpServer.findFirstOrThrow()).sslVerify).toBeNull();
  });

  it.each([
    ['2020-01-01', 'ssl_verify_until is in the past'],
    ['2027-02-29', expect.stringContaining('is a date such as')],
    ['2027-01-01T00:00:00', expect.stringContaining('is a date such as')],
    [1_798_675_200_000, expect.stringContaining('is a date such as')],
    [{ $date: '2030-01-01' }, expect.stringContaining('is a date such as')],
  ])('answers 422 for the end %j, naming the field', async (ssl_verify_until, msg) => {
    expect(await post(draft({ ...off, ssl_verify_until }))).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ['body', 'ssl_verify_until'], msg }] },
    });
    expect(await db().mcpServer.count()).toBe(0);
  });

  it.each([
    ['/api/v1/connection-tests', connectionTests.POST],
    ['/mcp-rest/test/connection', testConnection.POST],
    ['/mcp-rest/test/tools/list', testTools.POST],
  ])('%s tests a draft of it for an admin only', async (_, route) => {
    const front = lab.front('self-signed');
    front.resetCounts();
    expect((await send(route, 'operator', 'POST', draft(off))).status).toBe(403);
    expect(front.handshakes).toBe(0);
    expect((await send(route, 'admin', 'POST', draft(off))).status).toBe(200);
    expect(front.requests).toBeGreaterThan(0);
  });
});
