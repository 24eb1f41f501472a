import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { issueCertificate } from '../../lab/certificates';
import { admin as actor } from '../access/actors.fixture';
import { createBundle } from '../bundles/create';
import { removeBundle } from '../bundles/remove';
import { db } from '../db/client';
import { createServer } from '../servers/create';
import { statusColumns } from '../servers/status';
import { targetOf } from '../servers/target';
import { getGlobalSslVerify } from '../trust/global-setting';
import { getConfigStatus, setConfigStatus } from './config-status';
import { startConfigWatch } from './config-watch';
import { loadConfigFile } from './yaml-file';

let folder: string;
let file: string;
let output: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vouch-config-'));
  file = path.join(folder, 'config.yaml');
  process.env.VOUCH_CONFIG = file;
  output = '';
  const keep = (text: unknown) => {
    output += String(text);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
});
afterEach(async () => {
  vi.restoreAllMocks();
  delete process.env.VOUCH_CONFIG;
  rmSync(folder, { recursive: true, force: true });
  await db().mcpServer.deleteMany();
  await db().caBundle.deleteMany();
  setConfigStatus({ path: null, loadedAt: null, error: null, warnings: [], servers: 0 });
});

const load = (text: string) => {
  writeFileSync(file, text);
  return loadConfigFile();
};
const two =
  'mcp_servers:\n  a: { url: "https://a.example/mcp", auth_type: api_key, auth_value: tok-3141 }\n  b: { url: "https://b.example/mcp" }\n';
const rootPem = async () => (await issueCertificate({ subject: 'CN=Corp Root', isCa: true })).pem;
const rows = () => db().mcpServer.findMany({ orderBy: { name: 'asc' } });

describe('the YAML file', () => {
  it('becomes read-only servers, with its secrets sealed', async () => {
    const status = await load(`${two}litellm_settings: { ssl_verify: no }\n`);
    expect(status).toEqual({ path: file, loadedAt: expect.any(String), error: null, warnings: [], servers: 2 });
    const [a, b] = await rows();
    expect(a).toMatchObject({ name: 'a', isConfig: true, transport: 'http', createdBy: 'config' });
    expect(b).toMatchObject({ name: 'b', credentials: null });
    expect(a?.credentials).not.toContain('tok-3141');
    expect(a && targetOf(a).auth_value).toBe('tok-3141');
    expect(getGlobalSslVerify()).toBe('false');
    await load(two);
    expect(getGlobalSslVerify()).toBeNull();
  });

  it('names managed bundles by id, and is not taken while one of them does not exist', async () => {
    const { record } = await createBundle({ actor, input: { name: 'Corp', pem: await rootPem() } });
    const text = (id: string) => `mcp_servers: { a: { url: "https://a.example/mcp", ca_bundle_id: ${id} } }`;
    await load(two);
    const before = await rows();
    const { error } = await load(text('gone'));
    expect(error).toBe('mcp_servers.a.ca_bundle_id: there is no bundle with id "gone"');
    expect(await rows()).toEqual(before);
    expect((await load(text(record.bundle_id))).error).toBeNull();
    expect(await rows()).toMatchObject([{ name: 'a', caBundleId: record.bundle_id, sslVerify: null }]);
    await expect(removeBundle({ actor, id: record.bundle_id })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('read again unchanged writes nothing', async () => {
    await load(two);
    const before = await rows();
    await load(two);
    expect(await rows()).toEqual(before);
  });

  it('keeps last results where a server is reached as before, and forgets them where not', async () => {
    await load(two);
    await db().mcpServer.updateMany({
      data: { ...statusColumns('healthy'), lastReport: { ok: true }, mcpEra: 'legacy' },
    });
    await load(
      two
        .replace('auth_value: tok-3141', 'auth_value: tok-3141, description: new')
        .replace('b.example/mcp" }', 'b.example/mcp", ssl_verify: true }'),
    );
    expect(await rows()).toMatchObject([
      { name: 'a', status: 'healthy', description: 'new', lastReport: { ok: true } },
      { name: 'b', status: 'unknown', statusOrder: 2, sslVerify: 'true', lastReport: null, mcpEra: null },
    ]);
    await load(two.replace('tok-3141', 'tok-5926'));
    expect((await rows())[0]).toMatchObject({ status: 'unknown', lastReport: null });
  });

  it('takes away servers that it no longer has', async () => {
    await load(two);
    await load('mcp_servers: { b: { url: "https://b.example/mcp" } }');
    expect((await rows()).map(({ name }) => name)).toEqual(['b']);
    delete process.env.VOUCH_CONFIG;
    expect(await loadConfigFile()).toEqual({ path: null, loadedAt: null, error: null, warnings: [], servers: 0 });
    expect(await rows()).toEqual([]);
  });

  it.each([
    ['does not parse', 'mcp_servers: {'],
    ['has one bad server', `${two}  c: { url: "javascript:alert(1)" }`],
    ['is empty', ''],
    ['names an unset variable', `${two}  c: { url: os.environ/VOUCH_TEST_UNSET }`],
    ['misspells a TLS setting', `${two}  c: { url: "https://c.example", ssl_verfiy: false }`],
    ['is too large', `${two}#${'x'.repeat(1024 * 1024)}`],
  ])('that %s leaves the last good set in force and says so', async (_, text) => {
    const good = await load(`${two}litellm_settings: { ssl_verify: /etc/ssl/corp.pem }\n`);
    const before = await rows();
    const status = await load(text);
    expect(status).toMatchObject({
      path: file,
      loadedAt: good.loadedAt,
      servers: 2,
      error: expect.stringMatching(/./),
    });
    expect(await rows()).toEqual(before);
    expect(getGlobalSslVerify()).toBe('/etc/ssl/corp.pem');
    expect(output).toContain('YAML file not in force');
    expect((await load(two)).error).toBeNull();
  });

  it.each<[string, () => void, RegExp]>([
    ['is missing', () => rmSync(file, { force: true }), /does not exist where Vouch runs/],
    ['is a folder', () => mkdirSync(file), /not a regular file/],
    ['is not UTF-8', () => writeFileSync(file, Buffer.from([0x61, 0xff])), /not UTF-8/],
  ])('that %s is an error of the status, not of the process', async (_, make, message) => {
    make();
    expect((await loadConfigFile()).error).toMatch(message);
  });

  it('with the name of a server in the database is refused and names both', async () => {
    const { record } = await createServer({
      actor,
      input: { server_name: 'a', url: 'https://x.example', transport: 'http' },
    });
    const { error, servers } = await load(two);
    expect(error).toBe(
      `mcp_servers.a has the name of the server "a" in the database (id ${record.server_id}): rename or delete one`,
    );
    expect(servers).toBe(0);
    expect(await rows()).toHaveLength(1);
  });

  it('keeps its names from being taken', async () => {
    await load(two);
    const run = createServer({ actor, input: { server_name: 'a', url: 'https://x.example', transport: 'http' } });
    await expect(run).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('in the YAML file') });
  });

  it('never shows a secret in status or log', async () => {
    await load(two);
    await load(`${two}  c: { url: "https://u:tok-3141@h.example" }`);
    await load(`${two}  c: "tok-3141`);
    await load(`${two}  c: [tok-3141]`);
    await load(`${two}  c: { url: "https://h.example", auth_value: [tok-3141], ssl_verify: { a: tok-3141 } }`);
    expect(getConfigStatus().error).not.toBeNull();
    expect(output + JSON.stringify(getConfigStatus())).not.toContain('tok-3141');
  });
});

describe('the watch', () => {
  const until = (check: () => boolean) =>
    vi.waitFor(() => expect(check()).toBe(true), { timeout: 5_000, interval: 20 });

  it('reads at start, and again when the file changes, breaks, goes and comes back', async () => {
    writeFileSync(file, two);
    const stop = await startConfigWatch(25);
    try {
      expect(getConfigStatus().servers).toBe(2);
      writeFileSync(file, 'mcp_servers: { only: { url: "https://o.example" } }');
      await until(() => getConfigStatus().servers === 1);
      writeFileSync(file, 'mcp_servers: {');
      await until(() => getConfigStatus().error?.includes('not YAML') ?? false);
      expect(getConfigStatus().servers).toBe(1);
      rmSync(file);
      await until(() => getConfigStatus().error?.includes('does not exist') ?? false);
      writeFileSync(file, two);
      await until(() => getConfigStatus().error === null && getConfigStatus().servers === 2);
    } finally {
      stop();
    }
  });

  it('notices a swapped symbolic link above the file, as Kubernetes changes a mounted ConfigMap', async () => {
    const version = (name: string, text: string) => {
      mkdirSync(path.join(folder, name));
      writeFileSync(path.join(folder, name, 'config.yaml'), text);
    };
    version('..1', two);
    symlinkSync('..1', path.join(folder, '..data'));
    symlinkSync('..data/config.yaml', file);
    const stop = await startConfigWatch(25);
    try {
      expect(getConfigStatus().servers).toBe(2);
      version('..2', 'mcp_servers: {}');
      symlinkSync('..2', path.join(folder, '..data_tmp'));
      renameSync(path.join(folder, '..data_tmp'), path.join(folder, '..data'));
      await until(() => getConfigStatus().servers === 0);
      expect(getConfigStatus().error).toBeNull();
    } finally {
      stop();
    }
  });
});
