import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { acceptedSecrets, type HttpAnswers, startHttpAnswers } from '../../lab/http-answers';
import { answerLegacyMcp } from '../../lab/legacy-mcp';
import { type Listening, listen } from '../../lab/listen';
import { type McpUpstream, startCurrentEra } from '../../lab/mcp-servers';
import { type Lab, startLab } from '../../lab/start';
import { admin as actor } from '../access/actors.fixture';
import { db } from '../db/client';
import type { CheckEvent } from '../diagnosis/report';
import { createServer as createRecord } from '../servers/create';
import { getServer } from '../servers/get';
import { loadRow } from '../servers/load-row';
import { updateServer } from '../servers/update';
import { callServerTool } from './call-tool';
import { checkServers } from './check-servers';
import { listServerTools } from './list-tools';
import { recordCheck } from './record';
import { testConnection } from './test-connection';

let mcp: McpUpstream;
let answers: HttpAnswers;
let tls: Lab;

beforeAll(async () => {
  [mcp, answers, tls] = await Promise.all([
    startCurrentEra(),
    startHttpAnswers(),
    startLab({ only: ['good-intermediate', 'expired-intermediate'] }),
  ]);
});
afterAll(async () => {
  await Promise.all([mcp.close(), answers.close(), tls.close()]);
});
afterEach(async () => {
  await db().mcpServer.deleteMany();
});

const save = async (input: object) =>
  (await createRecord({ actor, input: { server_name: 'lab', transport: 'http', ...input } })).record.server_id;
const withBearer = () => ({
  url: `${answers.url}/auth/bearer`,
  auth_type: 'bearer_token',
  credentials: { auth_value: acceptedSecrets.bearer },
});

describe('the connection test', () => {
  it('tests a draft, tells its stages and stores nothing', async () => {
    const events: CheckEvent[] = [];
    const input = { url: mcp.url };
    const { report, tools, recorded } = await testConnection({ actor, input, onEvent: (event) => events.push(event) });
    expect(report).toMatchObject({
      ok: true,
      server: { id: null, url: mcp.url, transport: 'http' },
      mcp: { tools: 3 },
    });
    expect(tools.map(({ name }) => name).sort()).toEqual(['add', 'convert_temperature', 'greet']);
    expect(events.length).toBeGreaterThan(3);
    expect(recorded).toBe(false);
    expect(await db().mcpServer.count()).toBe(0);
  });

  it('stores the result of a saved server with status, time, report and era, and does not count as an edit', async () => {
    const id = await save({ url: mcp.url });
    const before = await getServer({ actor, id });
    const { report, recorded } = await testConnection({ actor, input: { server_id: id } });
    expect(recorded).toBe(true);
    const { record, state, last_report } = await getServer({ actor, id });
    expect(state).toBe('healthy');
    expect(last_report).toEqual(report);
    expect(record).toMatchObject({
      status: 'healthy',
      last_health_check: report.checked_at,
      health_check_error: null,
      health_check_code: null,
      updated_at: before.record.updated_at,
    });
    expect((await loadRow(id))?.mcpEra).toBe('2026-07-28');
  });

  it('stores when the first certificate of the chain ends, also of one that is refused', async () => {
    const id = await save({ url: tls.server('good-intermediate').url, ssl_verify: tls.rootPath });
    expect((await getServer({ actor, id })).record.certificate_expires_at).toBeNull();
    for (const name of ['good-intermediate', 'expired-intermediate']) {
      await updateServer({ actor, input: { server_id: id, url: tls.server(name).url } });
      const { report } = await testConnection({ actor, input: { server_id: id } });
      expect(report.ok).toBe(name === 'good-intermediate');
      const ends = report.tls?.chain.map(({ not_after }) => not_after).sort() ?? [];
      expect(ends).toHaveLength(2);
      expect((await getServer({ actor, id })).record.certificate_expires_at).toBe(ends[0]);
    }
  });

  it('keeps the end of a certificate through a check that sees none, until the server is reached another way', async () => {
    const id = await save({ url: 'https://127.0.0.1:1/mcp' });
    const stored = new Date('2027-03-01T00:00:00.000Z');
    await db().mcpServer.update({ where: { id }, data: { certificateExpiresAt: stored } });
    const end = async () => (await getServer({ actor, id })).record.certificate_expires_at;
    expect((await testConnection({ actor, input: { server_id: id } })).recorded).toBe(true);
    await updateServer({ actor, input: { server_id: id, description: 'new' } });
    expect(await end()).toBe(stored.toISOString());
    await updateServer({ actor, input: { server_id: id, url: mcp.url } });
    expect(await end()).toBeNull();
    await db().mcpServer.update({ where: { id }, data: { certificateExpiresAt: stored } });
    await testConnection({ actor, input: { server_id: id } });
    expect(await end()).toBeNull();
  });

  it('stores why a saved server fails', async () => {
    const id = await save({ url: `${answers.url}/401` });
    const { report } = await testConnection({ actor, input: { server_id: id } });
    const { record, state } = await getServer({ actor, id });
    expect(state).toBe('failing');
    expect(record).toMatchObject({
      status: 'unhealthy',
      health_check_code: 'http_unauthorized',
      health_check_error: report.error?.message,
    });
    expect((await loadRow(id))?.statusOrder).toBe(0);
  });

  it('uses the stored secrets of a saved server, and a draft of it may leave them out', async () => {
    const id = await save(withBearer());
    expect((await testConnection({ actor, input: { server_id: id } })).report.ok).toBe(true);
    const draft = { server_id: id, url: `${answers.url}/auth/bearer`, auth_type: 'bearer_token', transport: 'http' };
    const { report, recorded } = await testConnection({
      actor,
      input: { ...draft, credentials: { auth_value: '[set]' } },
    });
    expect(report.ok).toBe(true);
    expect(recorded).toBe(false);
    expect((await getServer({ actor, id })).last_report).toMatchObject({ ok: true });
  });

  it('does not send a stored secret to another origin that a draft names', async () => {
    const id = await save(withBearer());
    const other = answers.url.replace('127.0.0.1', 'localhost');
    const hits = answers.hits('/auth/bearer');
    const run = testConnection({ actor, input: { server_id: id, url: `${other}/auth/bearer` } });
    await expect(run).rejects.toMatchObject({ code: 'bad_input', issues: [{ path: ['credentials'] }] });
    expect(answers.hits('/auth/bearer')).toBe(hits);
    const input = { server_id: id, url: `${other}/auth/bearer`, credentials: { auth_value: acceptedSecrets.bearer } };
    expect((await testConnection({ actor, input })).report.ok).toBe(true);
  });

  it('does not store a result over a server that is reached another way by now', async () => {
    const id = await save({ url: mcp.url });
    const row = await loadRow(id);
    const { report, era } = await testConnection({ actor, input: { url: mcp.url } }).then(({ report }) => ({
      report,
      era: null,
    }));
    await updateServer({ actor, input: { server_id: id, url: `${mcp.url}?v=2` } });
    if (!row) throw new Error('no row');
    expect(await recordCheck({ row, report, era })).toBe(false);
    expect((await getServer({ actor, id })).state).toBe('unknown');
  });

  it('stores a result over a server that only got another description meanwhile', async () => {
    const id = await save({ url: mcp.url, static_headers: { 'X-Key': 'secret' } });
    const row = await loadRow(id);
    const { report } = await testConnection({ actor, input: { url: mcp.url } });
    await updateServer({ actor, input: { server_id: id, description: 'new', static_headers: { 'X-Key': '[set]' } } });
    if (!row) throw new Error('no row');
    expect(await recordCheck({ row, report, era: null })).toBe(true);
    expect((await getServer({ actor, id })).state).toBe('healthy');
  });

  it.each([
    [{}, 'bad_input', 'url'],
    [{ server_id: 'nobody' }, 'not_found', 'server_id'],
    [{ server_id: 5 }, 'bad_input', 'server_id'],
    [{ url: 'javascript:alert(1)' }, 'bad_input', 'url'],
    [{ url: 'https://h.example', ca_bundle_id: 'corp' }, 'bad_input', 'ca_bundle_id'],
    [{ url: 'https://h.example', static_headers: { 'X-Key': '[set]' } }, 'bad_input', 'static_headers'],
  ])('refuses %j', async (input, code, field) => {
    await expect(testConnection({ actor, input })).rejects.toMatchObject({
      code,
      issues: [{ path: expect.arrayContaining([field]) }],
    });
  });

  it('takes a new record with the id it will have for a draft', async () => {
    const { report } = await testConnection({ actor, input: { server_id: 'later', server_name: 'x', url: mcp.url } });
    expect(report).toMatchObject({ ok: true, server: { id: null } });
  });
});

describe('a test that is stopped', () => {
  let server: Server;
  let silent: Listening;
  beforeAll(async () => {
    server = createServer(() => {});
    silent = await listen(server);
  });
  afterAll(() => silent.close());

  it('ends at once and leaves no result', async () => {
    const id = await save({ url: `http://127.0.0.1:${silent.port}/mcp`, timeout_ms: 60_000 });
    const controller = new AbortController();
    const started = performance.now();
    const run = testConnection({ actor, input: { server_id: id }, signal: controller.signal }).catch(() => null);
    setTimeout(() => controller.abort(), 100);
    await run;
    expect(performance.now() - started).toBeLessThan(3_000);
    expect((await getServer({ actor, id })).state).toBe('unknown');
  });
});

describe('tools', () => {
  it('are listed and called through the server, only the allowed ones where any are named', async () => {
    const id = await save({ ...withBearer(), allowed_tools: ['add', 'nothing'] });
    const { tools, report } = await listServerTools({ actor, id });
    expect(report.ok).toBe(true);
    expect(tools.map(({ name }) => name)).toEqual(['add']);
    const call = await callServerTool({ actor, input: { server_id: id, name: 'add', arguments: { a: 2, b: 3 } } });
    expect(call).toMatchObject({ ok: true, result: { content: [{ type: 'text', text: '5' }] } });
    const other = callServerTool({ actor, input: { server_id: id, name: 'greet', arguments: {} } });
    await expect(other).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('do not give back a stored secret that the server repeats', async () => {
    const secret = 'TOPSECRET-987654';
    const id = await save({ url: mcp.url, auth_type: 'bearer_token', credentials: { auth_value: secret } });
    const call = await callServerTool({ actor, input: { server_id: id, name: 'greet', arguments: { name: secret } } });
    expect(call.ok).toBe(true);
    expect(JSON.stringify(call)).toContain('[set]');
    expect(JSON.stringify(call)).not.toContain(secret);
  });

  it('do not give back a stored secret as a property name or below one, and leave the names of MCP', async () => {
    for (const secret of ['TOPSECRET-987654', 'structuredContent']) {
      const result = {
        content: [{ type: 'text', text: secret }],
        structuredContent: { [secret]: { [`x-${secret}`]: [secret] } },
        [`more-${secret}`]: { [secret]: 1 },
      };
      const server = await listen(
        createServer((request, response) => {
          void answerLegacyMcp(request, response, (method) => (method === 'tools/call' ? { result } : undefined));
        }),
      );
      const url = `http://127.0.0.1:${server.port}/mcp`;
      const id = await save({
        url,
        auth_type: 'bearer_token',
        credentials: { auth_value: secret },
      });
      const call = await callServerTool({ actor, input: { server_id: id, name: 'echo' } });
      await server.close();
      await db().mcpServer.deleteMany();
      expect(call).toMatchObject({
        ok: true,
        result: {
          content: [{ type: 'text', text: '[set]' }],
          structuredContent: { [secret === 'structuredContent' ? secret : '[set]']: { 'x-[set]': ['[set]'] } },
          'more-[set]': {},
        },
      });
    }
  });

  it('of a server that cannot be asked give an outcome, not an exception', async () => {
    const id = await save({ url: `${answers.url}/401`, ssl_verify: '/nowhere.pem' });
    const call = await callServerTool({ actor, input: { server_id: id, name: 'add' } });
    expect(call).toMatchObject({
      ok: false,
      error: { code: expect.stringMatching(/http_unauthorized|bundle_missing/) },
    });
  });

  it.each([
    [{ name: 'add' }, 'bad_input'],
    [{ server_id: 'nobody', name: 'add' }, 'not_found'],
    [{ server_id: 'nobody', name: '' }, 'bad_input'],
    [{ server_id: 'nobody', name: 'add', arguments: [] }, 'bad_input'],
  ])('refuse the call %j', async (input, code) => {
    await expect(callServerTool({ actor, input })).rejects.toMatchObject({ code });
  });
});

describe('the health of many servers', () => {
  it('is checked a few at a time, and every result is stored', async () => {
    let open = 0;
    let most = 0;
    const server = createServer((_, response) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        response.writeHead(401).end();
      }, 30);
    });
    const slow = await listen(server);
    const ids: string[] = [];
    for (let index = 0; index < 20; index += 1) {
      ids.push(await save({ server_name: `s${index}`, url: `http://127.0.0.1:${slow.port}/${index}` }));
    }
    const records = await checkServers({ actor, ids: null });
    await slow.close();
    expect(records.map(({ status }) => status)).toEqual(ids.map(() => 'unhealthy'));
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(8);
    expect(await db().mcpServer.count({ where: { status: 'failing' } })).toBe(20);
  });

  it('of an unknown server is refused before anything is checked', async () => {
    const id = await save({ url: mcp.url });
    await expect(checkServers({ actor, ids: [id, 'nobody'] })).rejects.toMatchObject({ code: 'not_found' });
    expect((await getServer({ actor, id })).state).toBe('unknown');
  });
});
