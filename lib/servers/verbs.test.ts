import { afterEach, describe, expect, it } from 'vitest';
import { admin as actor } from '../access/actors.fixture';
import { db } from '../db/client';
import { AppError } from '../errors';
import { createServer } from './create';
import { getServer } from './get';
import { removeServer } from './remove';
import { SECRET_SET } from './schema';
import { statusColumns } from './status';
import { updateServer } from './update';

afterEach(async () => {
  await db().mcpServer.deleteMany();
});

const base = { server_name: 'payments', url: 'https://mcp.corp.example/mcp', transport: 'http' };
const create = async (input: object = {}) => (await createServer({ actor, input: { ...base, ...input } })).record;
const update = async (input: object) => (await updateServer({ actor, input })).record;
async function failure(run: Promise<unknown>): Promise<AppError> {
  const error = await run.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!(error instanceof AppError)) throw new Error('it was not refused', { cause: error });
  return error;
}
const rowOf = (id: string) => db().mcpServer.findUniqueOrThrow({ where: { id } });

describe('creating a server', () => {
  it('stores what was given and answers defaults for the rest', async () => {
    const record = await create();
    expect(record).toMatchObject({
      server_name: 'payments',
      transport: 'http',
      auth_type: 'none',
      credentials: null,
      static_headers: {},
      allowed_tools: [],
      ssl_verify: null,
      include_public_roots: false,
      timeout_ms: 15_000,
      status: 'unknown',
      is_config: false,
      created_by: 'admin@corp.example',
    });
    expect(record.server_id).toMatch(/^[0-9a-f-]{36}$/);
    expect((await getServer({ actor, id: record.server_id })).record).toEqual(record);
  });

  it.each([
    [true, 'true', true],
    ['FALSE', 'false', false],
    [' /etc/ssl/corp.pem ', '/etc/ssl/corp.pem', '/etc/ssl/corp.pem'],
    ['', null, null],
  ])('keeps ssl_verify %j as column %j and answers %j', async (sent, column, answered) => {
    const record = await create({ ssl_verify: sent });
    expect((await rowOf(record.server_id)).sslVerify).toBe(column);
    expect(record.ssl_verify).toBe(answered);
  });

  it.each<[string, object, (string | number)[], RegExp]>([
    ['a missing name', { server_name: undefined }, ['server_name'], /Name is missing/],
    ['a number for a name', { server_name: 5 }, ['server_name'], /Name is a text/],
    ['a name of 1 MB', { server_name: 'x'.repeat(1024 * 1024) }, ['server_name'], /longer than 200/],
    ['a control character in a name', { server_name: 'a\u0000b' }, ['server_name'], /control character/],
    ['a line break in a name', { server_name: 'a\nb' }, ['server_name'], /control character/],
    ['a direction override in a name', { server_name: 'a\u202egpj' }, ['server_name'], /control character/],
    ['half a character in a name', { server_name: 'a\ud800' }, ['server_name'], /lone surrogate/],
    ['a javascript: URL', { url: 'javascript:alert(1)' }, ['url'], /https:\/\/ or http:\/\//],
    ['a file: URL', { url: 'file:///etc/passwd' }, ['url'], /https:\/\/ or http:\/\//],
    ['userinfo in a URL', { url: 'https://user:hunter2@mcp.corp.example/' }, ['url'], /user name or password/],
    ['empty userinfo in a URL', { url: 'https://@mcp.corp.example/' }, ['url'], /user name or password/],
    ['userinfo behind backslashes', { url: 'https:\\\\user@mcp.corp.example/' }, ['url'], /user name or password/],
    ['a tab in a URL', { url: 'https://mcp.corp.example/\tmcp' }, ['url'], /control character/],
    ['a URL without a host', { url: 'https://' }, ['url'], /complete address/],
    ['another transport', { transport: 'stdio' }, ['transport'], /"http" or "sse"/],
    ['a number for ssl_verify', { ssl_verify: 0 }, ['ssl_verify'], /takes true, false/],
    ['"no" for ssl_verify', { ssl_verify: 'no' }, ['ssl_verify'], /write false/],
    ['a bundle that is not there', { ca_bundle_id: 'corp' }, ['ca_bundle_id'], /no bundle with id "corp"/],
    ['a text for a boolean', { include_public_roots: 'yes' }, ['include_public_roots'], /true or false/],
    ['a text for a number', { timeout_ms: '5' }, ['timeout_ms'], /number of milliseconds/],
    ['a list for headers', { static_headers: ['a'] }, ['static_headers'], /object of header names/],
    [
      'a header with a line break',
      { static_headers: { 'X-A': 'a\r\nHost: b' } },
      ['static_headers', 'X-A'],
      /cannot carry/,
    ],
    ['a header that HTTP needs', { static_headers: { Host: 'b' } }, ['static_headers', 'Host'], /set by Vouch/],
    ['one header twice', { static_headers: { 'X-A': '1', 'x-a': '2' } }, ['static_headers', 'x-a'], /twice/],
    [
      'the mark of a stored header',
      { static_headers: { 'X-Key': SECRET_SET } },
      ['static_headers', 'X-Key'],
      /there is none/,
    ],
    [
      'the mark of a stored credential',
      { credentials: { auth_value: SECRET_SET } },
      ['credentials', 'auth_value'],
      /there is none/,
    ],
    ['the mark of a stored query value', { url: `${base.url}?token=${SECRET_SET}` }, ['url'], /there is none/],
    ['tools that are not texts', { allowed_tools: [1] }, ['allowed_tools', 0], /text/],
    ['an id with a slash', { server_id: 'a/b' }, ['server_id'], /letters, digits/],
    ['an id that is an address', { server_id: 'health' }, ['server_id'], /something else/],
    ['mcp_info of 1 MB', { mcp_info: { a: 'x'.repeat(1_000_000) } }, ['mcp_info'], /65536/],
  ])('refuses %s, naming field and reason, and stores nothing', async (_, input, path, message) => {
    const error = await failure(create(input));
    const issue = error.issues.find((found) => found.path.join('.') === path.join('.'));
    expect(issue?.message).toMatch(message);
    expect(error.message.length).toBeLessThan(1000);
    expect(JSON.stringify(error.issues)).not.toContain('hunter2');
    expect(await db().mcpServer.count()).toBe(0);
  });

  it.each([{ server_name: 'a-b' }, { server_name: '  ' }, { alias: 'a-b' }])('calls %j a bad name', async (input) => {
    expect((await failure(create(input))).code).toBe('bad_name');
  });

  it('refuses a value that would overflow the stack', async () => {
    const deep = JSON.parse(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`);
    expect((await failure(create({ mcp_info: deep }))).message).toMatch(/deeper than 32/);
  });

  it('refuses what has too many parts, however they are referred to', async () => {
    let shared: object = {};
    for (let level = 0; level < 29; level += 1) shared = { a: shared, b: shared };
    expect((await failure(create({ mcp_info: shared }))).message).toMatch(/more than 50000 parts/);
    const wide = Array.from({ length: 60_000 }, () => []);
    expect((await failure(create({ mcp_info: { wide } }))).message).toMatch(/more than 50000 parts/);
    expect((await failure(create({ mcp_info: { text: 'x'.repeat(65_536) } }))).message).toMatch(/longer than 65536/);
  });

  it.each([null, [], 'text', 5])('refuses %j in place of an object', async (input) => {
    expect((await failure(createServer({ actor, input }))).code).toBe('bad_input');
  });

  it('refuses a name and an id that are taken, and says which', async () => {
    const { server_id } = await create();
    const sameName = await failure(create());
    expect(sameName).toMatchObject({ code: 'conflict', issues: [{ path: ['server_name'] }] });
    expect(sameName.message).toContain('"payments"');
    const sameId = await failure(create({ server_name: 'other', server_id }));
    expect(sameId).toMatchObject({ code: 'conflict', issues: [{ path: ['server_id'] }] });
    expect(await db().mcpServer.count()).toBe(1);
  });

  it('lets one of many at the same moment have a name', async () => {
    const runs = await Promise.allSettled(Array.from({ length: 20 }, () => create()));
    expect(runs.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const run of runs) if (run.status === 'rejected') expect(run.reason).toMatchObject({ code: 'conflict' });
  });

  it('reports unknown and read-only fields and keeps them out', async () => {
    const input = JSON.parse(
      `{"server_name":"payments","url":"${base.url}","transport":"http","ssl_verfiy":false,"status":"healthy","colour":1,
        "__proto__":{"isAdmin":true},"credentials":{"client_id":"x"}}`,
    );
    const { record, warnings } = await createServer({ actor, input });
    expect(warnings).toEqual([
      '`ssl_verfiy`: did you mean `ssl_verify`?',
      '`status`: read-only, not changed',
      '`colour`: not a field of a server, kept out',
      '`__proto__`: not a field of a server, kept out',
      '`credentials.client_id`: not a field of credentials, kept out',
    ]);
    expect(record).toMatchObject({ ssl_verify: null, status: 'unknown' });
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it('keeps a reason only while verification is off', async () => {
    expect((await create({ ssl_verify_reason: 'test' })).ssl_verify_reason).toBeNull();
    const off = await create({ server_name: 'off', ssl_verify: false, ssl_verify_reason: 'lab only' });
    expect(off.ssl_verify_reason).toBe('lab only');
    expect((await update({ server_id: off.server_id, description: 'x' })).ssl_verify_reason).toBe('lab only');
    expect((await update({ server_id: off.server_id, ssl_verify: null })).ssl_verify_reason).toBeNull();
  });
});

describe('changing a server', () => {
  it('keeps omitted fields, clears null ones', async () => {
    const { server_id } = await create({ description: 'd', alias: 'p', allowed_tools: ['a'], timeout_ms: 500 });
    const record = await update({ server_id, description: null, allowed_tools: null });
    expect(record).toMatchObject({ description: null, alias: 'p', allowed_tools: [], timeout_ms: 500, url: base.url });
  });

  it('changes nothing at all when one field is refused', async () => {
    const { server_id } = await create();
    const before = await rowOf(server_id);
    await failure(update({ server_id, description: 'new', timeout_ms: 1 }));
    expect(await rowOf(server_id)).toEqual(before);
  });

  it('refuses an unknown id, a missing id and a name that is taken', async () => {
    expect((await failure(update({ server_id: 'nobody' }))).code).toBe('not_found');
    expect((await failure(update({ description: 'x' }))).issues[0]?.path).toEqual(['server_id']);
    await create();
    const other = await create({ server_name: 'other' });
    expect((await failure(update({ server_id: other.server_id, server_name: 'payments' }))).code).toBe('conflict');
  });

  it('does not touch a server of the YAML file', async () => {
    const { server_id } = await create();
    await db().mcpServer.update({ where: { id: server_id }, data: { isConfig: true } });
    expect((await failure(update({ server_id, description: 'x' }))).code).toBe('read_only');
    expect((await failure(removeServer({ actor, id: server_id }))).code).toBe('read_only');
    expect(await db().mcpServer.count()).toBe(1);
  });

  it.each<[string, object, boolean]>([
    ['its URL', { url: 'https://mcp.corp.example/other' }, true],
    ['its transport', { transport: 'sse' }, true],
    ['its authentication', { auth_type: 'api_key' }, true],
    ['a secret', { credentials: { auth_value: 'new' } }, true],
    ['a header', { static_headers: { 'X-Tenant': '2' } }, true],
    ['its trust', { ssl_verify: '/etc/ssl/corp.pem' }, true],
    ['the public roots', { include_public_roots: true }, true],
    ['its description', { description: 'new', allowed_tools: ['x'] }, false],
    ['nothing', { url: base.url, transport: 'http', credentials: { auth_value: SECRET_SET } }, false],
  ])('forgets the last result when %s changed, and only then (%j)', async (_, changes, isForgotten) => {
    const { server_id } = await create({
      auth_type: 'bearer_token',
      credentials: { auth_value: 's3cret' },
      static_headers: { 'X-Tenant': '1' },
    });
    const result = {
      ...statusColumns('healthy'),
      lastHealthCheck: new Date(),
      lastReport: { ok: true },
      mcpEra: 'legacy',
    };
    await db().mcpServer.update({ where: { id: server_id }, data: result });
    await update({ server_id, ...changes });
    const row = await rowOf(server_id);
    expect(row.status).toBe(isForgotten ? 'unknown' : 'healthy');
    expect(row.statusOrder).toBe(isForgotten ? 2 : 3);
    expect(row.lastReport).toEqual(isForgotten ? null : { ok: true });
    expect(row.mcpEra).toBe(isForgotten ? null : 'legacy');
  });
});

describe('many changes at once', () => {
  it('are all made, none over another', async () => {
    const { server_id } = await create();
    const changes = Array.from({ length: 60 }, (_, index) =>
      update(index % 2 ? { server_id, description: `d${index}` } : { server_id, timeout_ms: 1000 + index }),
    );
    await Promise.all(changes);
    const row = await rowOf(server_id);
    expect(row.description).toMatch(/^d\d+$/);
    expect(row.timeoutMs).toBeGreaterThanOrEqual(1000);
    expect(row.timeoutMs).toBeLessThan(1060);
  });
});

describe('deleting a server', () => {
  it('removes the row, and refuses an unknown id', async () => {
    const { server_id } = await create();
    expect(await removeServer({ actor, id: server_id })).toEqual({ server_id });
    expect((await failure(removeServer({ actor, id: server_id }))).code).toBe('not_found');
    expect((await failure(getServer({ actor, id: server_id }))).code).toBe('not_found');
  });
});

describe('a change made to an older record', () => {
  it('is refused, and what was saved meanwhile stays', async () => {
    const record = await create({ ssl_verify: false });
    await update({ server_id: record.server_id, ssl_verify: null });
    const input = { server_id: record.server_id, server_name: 'renamed', ssl_verify: false };
    const error = await failure(updateServer({ actor, input, madeTo: record.updated_at }));
    expect(error.code).toBe('conflict');
    expect(error.message).toMatch(/changed elsewhere/);
    expect(await rowOf(record.server_id)).toMatchObject({ name: 'payments', sslVerify: null });
  });
});

describe('a name', () => {
  it('with a character that cannot be seen is refused, and letters are compared in one form', async () => {
    expect((await failure(create({ server_name: '\u200b' }))).issues[0]?.message).toMatch(/cannot be seen/);
    await create({ server_name: 'cafe\u0301' });
    expect((await failure(create({ server_name: 'caf\u00e9' }))).code).toBe('conflict');
  });
});
