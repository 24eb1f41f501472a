import { afterEach, describe, expect, it } from 'vitest';
import { admin as actor } from '../access/actors.fixture';
import { db } from '../db/client';
import { AppError } from '../errors';
import { createServer } from './create';
import { getServer } from './get';
import { listRecords } from './records';
import { SECRET_SET } from './schema';
import { targetOf } from './target';
import { updateServer } from './update';

afterEach(async () => {
  await db().mcpServer.deleteMany();
});

const base = { server_name: 'payments', url: 'https://mcp.corp.example/mcp', transport: 'http' };
const create = async (input: object = {}) => (await createServer({ actor, input: { ...base, ...input } })).record;
const update = async (input: object) => (await updateServer({ actor, input })).record;
const rowOf = (id: string) => db().mcpServer.findUniqueOrThrow({ where: { id } });
async function failure(run: Promise<unknown>): Promise<AppError> {
  const error = await run.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!(error instanceof AppError)) throw new Error('it was not refused', { cause: error });
  return error;
}

describe('secrets', () => {
  const secrets = {
    auth_type: 'bearer_token',
    credentials: { auth_value: 'tok-3141' },
    static_headers: { 'X-Api-Key': 'key-2718', 'X-Trace': 'Bearer jwt-1618', 'X-Tenant': 'blue' },
    url: 'https://mcp.corp.example/mcp?tenant=a%20b&token=q-1414',
  };
  const values = ['tok-3141', 'key-2718', 'jwt-1618', 'q-1414'];

  it('never come back, and the database holds the stored ones sealed', async () => {
    const record = await create(secrets);
    expect(record.credentials).toEqual({ is_set: true });
    expect(record.static_headers).toEqual({ 'X-Api-Key': '[set]', 'X-Trace': '[set]', 'X-Tenant': 'blue' });
    expect(record.url).toBe('https://mcp.corp.example/mcp?tenant=a%20b&token=[set]');
    const answers = JSON.stringify([
      record,
      await getServer({ actor, id: record.server_id }),
      await listRecords({ actor }),
    ]);
    for (const value of values) expect(answers).not.toContain(value);
    const row = await rowOf(record.server_id);
    for (const value of values) expect(`${row.credentials} ${row.staticHeaders}`).not.toContain(value);
  });

  it('stay when a record is sent back as it was answered', async () => {
    const record = await create(secrets);
    const before = await rowOf(record.server_id);
    await update(record);
    const after = await rowOf(record.server_id);
    expect(after).toMatchObject({
      url: before.url,
      credentials: before.credentials,
      staticHeaders: before.staticHeaders,
    });
  });

  it.each([{}, { auth_value: null }, { auth_value: '' }, { auth_value: SECRET_SET }, { is_set: true }])(
    'stay when credentials are %j',
    async (credentials) => {
      const { server_id } = await create(secrets);
      await update({ server_id, credentials });
      expect(targetOf(await rowOf(server_id)).auth_value).toBe('tok-3141');
    },
  );

  it('are replaced by new values and removed by null', async () => {
    const { server_id } = await create(secrets);
    await update({ server_id, credentials: { auth_value: 'new' }, static_headers: { 'X-Api-Key': 'new' } });
    expect(targetOf(await rowOf(server_id))).toMatchObject({
      auth_value: 'new',
      static_headers: { 'X-Api-Key': 'new' },
    });
    const record = await update({ server_id, credentials: null, static_headers: null });
    expect(record).toMatchObject({ credentials: null, static_headers: {} });
    expect(await rowOf(server_id)).toMatchObject({ credentials: null, staticHeaders: null });
  });

  it('keep one header by its mark, whatever its case, and refuse a mark for a header that is not stored', async () => {
    const { server_id } = await create(secrets);
    await update({ server_id, static_headers: { 'x-api-key': SECRET_SET } });
    expect(targetOf(await rowOf(server_id)).static_headers).toEqual({ 'x-api-key': 'key-2718' });
    const error = await failure(update({ server_id, static_headers: { 'X-Other-Key': SECRET_SET } }));
    expect(error.issues[0]?.path).toEqual(['static_headers', 'X-Other-Key']);
  });

  it.each(['https://evil.example/mcp', 'http://mcp.corp.example/mcp', 'https://mcp.corp.example:8443/mcp'])(
    'are not sent to another origin (%s) unless entered again',
    async (url) => {
      const { server_id } = await create(secrets);
      const error = await failure(update({ server_id, url }));
      expect(error.issues.map(({ path }) => path.join('.'))).toEqual([
        'credentials',
        'static_headers.X-Api-Key',
        'static_headers.X-Trace',
      ]);
      const marks = { url: `${url}?token=${SECRET_SET}`, credentials: { auth_value: SECRET_SET } };
      const marked = await failure(update({ server_id, ...marks, static_headers: { 'X-Api-Key': SECRET_SET } }));
      expect(marked.issues.map(({ path }) => path[0])).toEqual(['url', 'credentials', 'static_headers']);
      const moved = { url, credentials: { auth_value: 'new' }, static_headers: { 'X-Tenant': 'blue' } };
      expect((await update({ server_id, ...moved })).url).toBe(url);
    },
  );

  it('are dropped, not moved, when a server without authentication moves to another origin', async () => {
    const { server_id } = await create({ auth_type: 'none', credentials: { auth_value: 'tok-3141' } });
    expect((await update({ server_id, url: 'https://evil.example/mcp' })).credentials).toBeNull();
  });

  it('stay with another path of the same origin', async () => {
    const { server_id } = await create(secrets);
    const record = await update({ server_id, url: `https://MCP.corp.example:443/v2?token=${SECRET_SET}&x=1` });
    expect(record.credentials).toEqual({ is_set: true });
    expect((await rowOf(server_id)).url).toBe('https://mcp.corp.example/v2?token=q-1414&x=1');
  });

  it('of another row do not open, and the list stays readable', async () => {
    const a = await create(secrets);
    const b = await create({ ...secrets, server_name: 'other' });
    const { credentials, staticHeaders } = await rowOf(a.server_id);
    await db().mcpServer.update({ where: { id: b.server_id }, data: { credentials, staticHeaders } });
    const swapped = await rowOf(b.server_id);
    expect(() => targetOf(swapped)).toThrow(AppError);
    expect(await listRecords({ actor })).toHaveLength(2);
    expect((await failure(update({ server_id: b.server_id, description: 'x' }))).message).toMatch(/enter both again/);
    const given = { server_id: b.server_id, credentials: { auth_value: 'n' }, static_headers: {} };
    await update(given);
    expect(targetOf(await rowOf(b.server_id)).auth_value).toBe('n');
  });
});
