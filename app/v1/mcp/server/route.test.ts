import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as connectionTests from '@/app/api/v1/connection-tests/route';
import * as testConnection from '@/app/mcp-rest/test/connection/route';
import * as testTools from '@/app/mcp-rest/test/tools/list/route';
import * as callTool from '@/app/mcp-rest/tools/call/route';
import * as listTools from '@/app/mcp-rest/tools/list/route';
import { acceptedSecrets, type HttpAnswers, startHttpAnswers } from '@/lab/http-answers';
import { type McpUpstream, startCurrentEra } from '@/lab/mcp-servers';
import { byMasterKey } from '@/lib/access/master-key.fixture';
import { db } from '@/lib/db/client';
import { DELETE as deleteOne, GET as readOne } from './[serverId]/route';
import * as health from './health/route';
import * as servers from './route';

let mcp: McpUpstream;
let answers: HttpAnswers;

beforeAll(async () => {
  [mcp, answers] = await Promise.all([startCurrentEra(), startHttpAnswers()]);
});
afterAll(async () => {
  await Promise.all([mcp.close(), answers.close()]);
});
afterEach(async () => {
  await db().mcpServer.deleteMany();
});

type Route<P> = (request: Request, context: { params: Promise<P> }) => Promise<Response>;
const noParams = { params: Promise.resolve({}) };

function request(method: string, path = '/v1/mcp/server', body?: unknown): Request {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = { ...byMasterKey, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  return new Request(`http://localhost:3000${path}`, { method, headers, body: body === undefined ? undefined : text });
}
// biome-ignore lint/suspicious/noExplicitAny: answers are looked at as a client sees them
async function answer(response: Response): Promise<{ status: number; body: any }> {
  return { status: response.status, body: await response.json() };
}
const post = (route: { POST: Route<Record<string, never>> }, body: unknown) =>
  route.POST(request('POST', '/', body), noParams).then(answer);
const create = (body: object) => post(servers, body);
const put = (body: unknown) => servers.PUT(request('PUT', undefined, body), noParams).then(answer);
const atId = (method: 'GET' | 'DELETE', serverId: string) => {
  const route = method === 'GET' ? readOne : deleteOne;
  return route(request(method, `/v1/mcp/server/${serverId}`), { params: Promise.resolve({ serverId }) }).then(answer);
};
const read = (route: { GET: Route<Record<string, never>> }, path: string) =>
  route.GET(request('GET', path), noParams).then(answer);

const secrets = ['tok-3141', 'key-2718', 'q-1414'];
const draft = () => ({ server_name: 'lab', url: mcp.url, transport: 'http' });

describe('/v1/mcp/server', () => {
  it('registers (201), lists (200), changes (202) and deletes (202) a server', async () => {
    const created = await create({ ...draft(), server_id: 'one', description: 'd' });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ server_id: 'one', server_name: 'lab', warnings: [] });
    const changed = await put({ server_id: 'one', alias: 'l' });
    expect(changed.status).toBe(202);
    expect(changed.body).toMatchObject({ alias: 'l', description: 'd', warnings: [] });
    const listed = await read(servers, '/v1/mcp/server');
    expect(listed.status).toBe(200);
    expect(listed.body).toHaveLength(1);
    expect(listed.body[0]).toEqual({ ...changed.body, warnings: undefined });
    expect(await atId('DELETE', 'one')).toEqual({ status: 202, body: { server_id: 'one' } });
    expect((await atId('DELETE', 'one')).status).toBe(404);
  });

  it('takes sse for an absent transport, as LiteLLM does', async () => {
    expect((await create({ server_name: 'a', url: mcp.url })).body.transport).toBe('sse');
  });

  it('has exactly the fields of a record', async () => {
    const { body } = await create(draft());
    const fields = `alias allowed_tools auth_type ca_bundle_id certificate_expires_at created_at created_by credentials description extra_headers
      health_check_code health_check_error include_public_roots is_config last_health_check mcp_access_groups mcp_info
      server_id server_name ssl_verify ssl_verify_by ssl_verify_reason ssl_verify_until static_headers status timeout_ms transport updated_at updated_by
      url warnings`;
    expect(Object.keys(body).sort()).toEqual(fields.split(/\s+/));
  });

  it('answers 400 for a name or id that is taken and for a bad name, 404 for an unknown id, 422 with fields', async () => {
    await create({ ...draft(), server_id: 'one' });
    expect(await create(draft())).toMatchObject({
      status: 400,
      body: { detail: { error: expect.stringContaining('"lab"') } },
    });
    expect((await create({ ...draft(), server_name: 'b', server_id: 'one' })).status).toBe(400);
    expect((await create({ ...draft(), server_name: 'a-b' })).status).toBe(400);
    expect((await put({ server_id: 'nobody' })).status).toBe(404);
    expect((await atId('GET', 'nobody')).status).toBe(404);
    expect(await create({ ...draft(), url: 5, transport: 'x' })).toEqual({
      status: 422,
      body: {
        detail: [
          { loc: ['body', 'url'], msg: 'URL is a text', type: 'invalid_type' },
          { loc: ['body', 'transport'], msg: 'Transport is "http" or "sse"', type: 'invalid_value' },
        ],
      },
    });
    expect(await db().mcpServer.count()).toBe(1);
  });

  it('answers 403 for a server of the YAML file', async () => {
    await create({ ...draft(), server_id: 'one' });
    await db().mcpServer.update({ where: { id: 'one' }, data: { isConfig: true } });
    expect((await put({ server_id: 'one', alias: 'x' })).status).toBe(403);
    expect((await atId('DELETE', 'one')).status).toBe(403);
  });

  it.each(['', '{', '[]', 'null', '"x"', '{"server_name":"a",}'])('answers 4xx for the body %j', async (body) => {
    const response = await servers.POST(request('POST', undefined, body), noParams);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(await response.json()).toHaveProperty('detail');
  });

  it('reports unknown fields', async () => {
    expect((await create({ ...draft(), ssl_verfiy: false })).body.warnings).toEqual([
      '`ssl_verfiy`: did you mean `ssl_verify`?',
    ]);
    expect(
      (await put({ server_id: (await db().mcpServer.findFirstOrThrow()).id, teams: [] })).body.warnings,
    ).toHaveLength(1);
  });

  it('never answers a secret, whatever goes wrong', async () => {
    const given = {
      ...draft(),
      server_id: 'one',
      url: `${answers.url}/401?token=q-1414`,
      auth_type: 'bearer_token',
      credentials: { auth_value: 'tok-3141' },
      static_headers: { 'X-Api-Key': 'key-2718' },
    };
    const all = [
      await create(given),
      await create(given),
      await put({ ...given, timeout_ms: 'x' }),
      await atId('GET', 'one'),
      await read(servers, '/v1/mcp/server'),
      await read(health, '/v1/mcp/server/health'),
      await post(testConnection, { ...given, server_id: undefined }),
      await post(connectionTests, { server_id: 'one' }),
      await post(callTool, { server_id: 'one', name: 'add' }),
      await read(listTools, '/mcp-rest/tools/list?server_id=one'),
    ];
    for (const secret of secrets) expect(JSON.stringify(all)).not.toContain(secret);
    const { lastReport, healthCheckError } = await db().mcpServer.findUniqueOrThrow({ where: { id: 'one' } });
    for (const secret of secrets) expect(JSON.stringify([lastReport, healthCheckError])).not.toContain(secret);
  });
});

describe('health', () => {
  it('of one server is checked by reading it', async () => {
    await create({ ...draft(), server_id: 'one' });
    const { status, body } = await atId('GET', 'one');
    expect(status).toBe(200);
    expect(body).toMatchObject({ server_id: 'one', status: 'healthy', health_check_error: null });
    expect(Date.now() - Date.parse(body.last_health_check)).toBeLessThan(10_000);
  });

  it('of named servers, or of all, is an array', async () => {
    await create({ ...draft(), server_id: 'one' });
    await create({ ...draft(), server_name: 'two', server_id: 'two', url: `${answers.url}/404` });
    const { status, body } = await read(health, '/v1/mcp/server/health?server_ids=two&server_ids=one&server_ids=two');
    expect(status).toBe(200);
    expect(body).toMatchObject([
      { server_id: 'one', status: 'healthy', health_check_error: null },
      { server_id: 'two', status: 'unhealthy', health_check_code: 'http_not_found' },
    ]);
    expect((await read(health, '/v1/mcp/server/health')).body).toHaveLength(2);
    expect((await read(health, '/v1/mcp/server/health?server_ids=nobody')).status).toBe(404);
  });
});

describe('/mcp-rest', () => {
  it('tests a connection', async () => {
    expect(await post(testConnection, draft())).toEqual({ status: 200, body: { status: 'ok' } });
    const failed = await post(testConnection, { ...draft(), url: `${answers.url}/401` });
    expect(failed).toMatchObject({ status: 200, body: { status: 'error', error: true, report: { ok: false } } });
    expect(failed.body.message).toBe(failed.body.report.error.message);
    expect((await post(testConnection, { server_name: 'x' })).status).toBe(422);
  });

  it('lists the tools of a draft', async () => {
    const { status, body } = await post(testTools, draft());
    expect(status).toBe(200);
    expect(body).toEqual({ tools: expect.any(Array), error: null, message: expect.any(String) });
    expect(body.tools).toHaveLength(3);
    expect(body.tools[0]).toHaveProperty('inputSchema');
    const failed = await post(testTools, { ...draft(), url: `${answers.url}/500` });
    expect(failed).toMatchObject({ status: 200, body: { status: 'error', error: true, tools: [] } });
  });

  it('lists and calls the tools of a saved server', async () => {
    await create({
      ...draft(),
      server_id: 'one',
      url: `${answers.url}/auth/api-key`,
      auth_type: 'api_key',
      credentials: { auth_value: acceptedSecrets.apiKey },
      mcp_info: { logo: 'x' },
    });
    const { body } = await read(listTools, '/mcp-rest/tools/list?server_id=one');
    expect(body).toMatchObject({ error: null, message: expect.any(String) });
    expect(body.tools[0]).toMatchObject({ mcp_info: { logo: 'x', server_name: 'lab', server_id: 'one' } });
    const call = await post(callTool, { server_id: 'one', name: 'add', arguments: { a: 1, b: 2 } });
    expect(call).toMatchObject({ status: 200, body: { content: [{ type: 'text', text: '3' }] } });
    expect((await read(listTools, '/mcp-rest/tools/list')).status).toBe(400);
    expect((await read(listTools, '/mcp-rest/tools/list?server_id=nobody')).status).toBe(404);
    expect((await post(callTool, { server_id: 'nobody', name: 'add' })).status).toBe(404);
  });

  it('answers a call to a server that cannot be asked with a result that says so', async () => {
    await create({ ...draft(), server_id: 'one', url: `${answers.url}/403` });
    expect(await post(callTool, { server_id: 'one', name: 'add' })).toMatchObject({
      status: 200,
      body: { isError: true, error: { code: 'http_forbidden' }, content: [{ type: 'text' }] },
    });
    const listed = await read(listTools, '/mcp-rest/tools/list?server_id=one');
    expect(listed).toMatchObject({ status: 200, body: { tools: [], error: 'http_forbidden' } });
  });
});

describe('POST /api/v1/connection-tests', () => {
  it('answers 200 with a report whether or not the server works', async () => {
    const good = await post(connectionTests, { url: mcp.url });
    expect(good).toMatchObject({ status: 200, body: { ok: true, error: null, clients: [], repairs: [] } });
    const bad = await post(connectionTests, { url: `${answers.url}/html` });
    expect(bad).toMatchObject({ status: 200, body: { ok: false, error: { code: 'not_mcp' } } });
    expect(bad.body.stages.map(({ name }: { name: string }) => name)).toEqual([
      'dns',
      'tcp',
      'tls',
      'http',
      'mcp',
      'tools',
    ]);
  });

  it('answers 4xx only for a bad request', async () => {
    expect((await post(connectionTests, { server_id: 'nobody' })).status).toBe(404);
    expect((await post(connectionTests, {})).status).toBe(422);
    expect((await post(connectionTests, { url: mcp.url, ssl_verify: 'off' })).status).toBe(422);
  });
});
