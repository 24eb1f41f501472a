import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { admin as actor } from '../access/actors.fixture';
import { db } from '../db/client';
import { type ClientId, clientIds } from '../diagnosis/profiles';
import type { ClientVerdict, Report } from '../diagnosis/report';
import { setConfigStatus } from '../interchange/config-status';
import { loadConfigFile } from '../interchange/yaml-file';
import { createServer } from '../servers/create';
import { clientFilters, verdictFilters } from '../servers/dto';
import { listServers } from '../servers/list';
import { loadRow } from '../servers/load-row';
import { removeServer } from '../servers/remove';
import { updateServer } from '../servers/update';
import { countVerdicts } from './count-verdicts';
import { recordCheck } from './record';

afterEach(async () => {
  await db().mcpServer.deleteMany();
});

const url = 'https://mcp.corp.example/mcp';
const strictReason = 'Missing Authority Key Identifier';

function verdict(client: ClientId, verdict: ClientVerdict['verdict'], reason: string | null = null): ClientVerdict {
  return { client, verdict, code: reason ? 85 : null, depth: reason ? 0 : null, reason };
}

const strictRefuses = clientIds.map((client) =>
  client === 'python-3.13' ? verdict(client, 'reject', strictReason) : verdict(client, 'accept'),
);

function reportWith(clients: ClientVerdict[]): Report {
  return {
    ok: true,
    checked_at: '2026-11-22T10:00:00.000Z',
    duration_ms: 12,
    server: { id: null, url, transport: 'http' },
    trust: { verify: true, source: 'default', roots: 'public', bundle: null, trail: [] },
    stages: [],
    tls: null,
    findings: [],
    clients,
    judge: null,
    repairs: [],
    mcp: null,
    error: null,
  };
}

async function save(name: string): Promise<string> {
  const { record } = await createServer({ actor, input: { server_name: name, url } });
  return record.server_id;
}

async function recordWith(id: string, clients: ClientVerdict[]): Promise<boolean> {
  const row = await loadRow(id);
  if (!row) throw new Error('no row');
  return recordCheck({ row, report: reportWith(clients), era: null });
}

const stored = (serverId: string) =>
  db().clientVerdict.findMany({
    where: { serverId },
    orderBy: { client: 'asc' },
    select: { client: true, verdict: true, reason: true },
  });

describe('the verdicts of a check', () => {
  it('are stored with the result, and the next result replaces them all', async () => {
    const id = await save('a');
    await recordWith(id, strictRefuses);
    expect(await stored(id)).toHaveLength(clientIds.length);
    expect(await stored(id)).toContainEqual({ client: 'python-3.13', verdict: 'reject', reason: strictReason });
    await recordWith(id, [verdict('curl', 'reject', 'certificate has expired')]);
    expect(await stored(id)).toEqual([{ client: 'curl', verdict: 'reject', reason: 'certificate has expired' }]);
  });

  it('are none after a check that judged nothing', async () => {
    const id = await save('a');
    await recordWith(id, strictRefuses);
    await recordWith(id, []);
    expect(await stored(id)).toEqual([]);
  });

  it('are not stored over a server that is reached another way by now', async () => {
    const id = await save('a');
    const row = await loadRow(id);
    await updateServer({ actor, input: { server_id: id, url: `${url}?v=2` } });
    if (!row) throw new Error('no row');
    expect(await recordCheck({ row, report: reportWith(strictRefuses), era: null })).toBe(false);
    expect(await stored(id)).toEqual([]);
  });

  it.each([
    { url: 'https://other.corp.example/mcp' },
    { ssl_verify: false },
    { include_public_roots: true },
    { auth_type: 'bearer_token', credentials: { auth_value: 'x' } },
  ])('go with the result when the server is edited: %j', async (change) => {
    const id = await save('a');
    await recordWith(id, strictRefuses);
    await updateServer({ actor, input: { server_id: id, ...change } });
    expect(await stored(id)).toEqual([]);
  });

  it('stay when only a name or a description changes', async () => {
    const id = await save('a');
    await recordWith(id, strictRefuses);
    await updateServer({ actor, input: { server_id: id, server_name: 'b', description: 'new' } });
    expect(await stored(id)).toHaveLength(clientIds.length);
  });

  it('go with the server', async () => {
    const id = await save('a');
    await recordWith(id, strictRefuses);
    await removeServer({ actor, id });
    expect(await db().clientVerdict.count()).toBe(0);
  });

  it('go when the YAML file has the server reached another way, and stay when not', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'vouch-verdicts-'));
    const file = path.join(folder, 'config.yaml');
    process.env.VOUCH_CONFIG = file;
    const load = (settings: string) => {
      writeFileSync(file, `mcp_servers:\n  a: { url: "${url}"${settings} }\n`);
      return loadConfigFile();
    };
    try {
      await load('');
      const [row] = await db().mcpServer.findMany();
      if (!row) throw new Error('no row');
      await recordWith(row.id, strictRefuses);
      await load(', description: new');
      expect(await stored(row.id)).toHaveLength(clientIds.length);
      await load(', ssl_verify: false');
      expect(await stored(row.id)).toEqual([]);
    } finally {
      delete process.env.VOUCH_CONFIG;
      rmSync(folder, { recursive: true, force: true });
      setConfigStatus({ path: null, loadedAt: null, error: null, warnings: [], servers: 0 });
    }
  });
});

describe('the count of verdicts', () => {
  it('is over all servers, and each number is that of the list it leads to', async () => {
    await recordWith(await save('a'), strictRefuses);
    await recordWith(await save('b'), strictRefuses);
    await recordWith(
      await save('c'),
      clientIds.map((client) => verdict(client, client === 'curl' ? 'unknown' : 'accept')),
    );
    await save('never_checked');
    const counts = await countVerdicts({ actor });
    expect(counts.map(({ client }) => client)).toEqual(clientIds);
    expect(counts.find(({ client }) => client === 'python-3.13')).toMatchObject({ accept: 1, reject: 2, unknown: 1 });
    expect(counts.find(({ client }) => client === 'curl')).toMatchObject({ accept: 2, reject: 0, unknown: 2 });
    for (const count of counts) {
      for (const wanted of verdictFilters) {
        const { total } = await listServers({ actor, query: { client: count.client, verdict: wanted } });
        expect([count.client, wanted, total]).toEqual([count.client, wanted, count[wanted]]);
      }
    }
  });

  it('is zero for every client while there are no servers', async () => {
    for (const count of await countVerdicts({ actor })) {
      expect(count).toMatchObject({ accept: 0, reject: 0, unknown: 0 });
    }
  });
});

describe('the filter by a verdict', () => {
  it('finds the servers that a client refuses, together with every other filter', async () => {
    await recordWith(await save('a'), strictRefuses);
    await recordWith(await save('b'), strictRefuses);
    await save('c');
    const names = async (query: object) =>
      (await listServers({ actor, query })).items.map(({ server_name }) => server_name);
    expect(await names({ client: 'python-3.13', verdict: 'reject' })).toEqual(['a', 'b']);
    expect(await names({ client: 'python-3.13', verdict: 'reject', search: 'b' })).toEqual(['b']);
    expect(await names({ client: 'python-3.12', verdict: 'reject' })).toEqual([]);
    expect(await names({ client: 'python-3.12', verdict: 'unknown' })).toEqual(['c']);
  });

  it('can name every client profile', () => {
    expect(clientFilters).toEqual(clientIds);
  });
});
