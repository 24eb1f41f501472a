import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { viewer } from '../access/actors.fixture';
import { db } from '../db/client';
import type { Prisma } from '../db/generated/client';
import { getServer } from '../servers/get';
import { loadRow } from '../servers/load-row';
import { statusColumns } from '../servers/status';
import { setConfigStatus } from './config-status';
import { loadConfigFile } from './yaml-file';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vouch-exceptions-'));
  process.env.VOUCH_CONFIG = path.join(folder, 'config.yaml');
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  delete process.env.VOUCH_CONFIG;
  rmSync(folder, { recursive: true, force: true });
  await db().mcpServer.deleteMany();
  setConfigStatus({ path: null, loadedAt: null, error: null, warnings: [], servers: 0 });
});

const load = (settings: string) => {
  writeFileSync(path.join(folder, 'config.yaml'), `mcp_servers: { a: { url: "https://a.example/mcp", ${settings} } }`);
  return loadConfigFile();
};
const row = () => db().mcpServer.findFirstOrThrow();
const set = (data: Prisma.McpServerUpdateManyMutationInput) => db().mcpServer.updateMany({ data });
const entries = (action: string) => db().auditEntry.count({ where: { action } });
const off = (until: string) => `ssl_verify: no, ssl_verify_reason: appliance, ssl_verify_until: ${until}`;

it('the file turns verification off with a reason and an end, and answers for it', async () => {
  expect(await load(off('9999-12-31'))).toMatchObject({ error: null, warnings: [] });
  const { record } = await getServer({ actor: viewer, id: (await row()).id });
  expect(record).toMatchObject({
    ssl_verify: false,
    ssl_verify_reason: 'appliance',
    ssl_verify_until: '9999-12-31T23:59:59.999Z',
    ssl_verify_by: 'config',
  });
  const before = await row();
  await load(`${off('"9999-12-31T23:59:59.999Z"')} `);
  expect(await row()).toEqual(before);
  await load('ssl_verify: false');
  expect(await row()).toMatchObject({ sslVerify: 'false', sslVerifyReason: null, sslVerifyUntil: null });
});

it('an end in the past is a warning: the server is verified, however often the file is read', async () => {
  const status = await load(off('2020-01-31'));
  expect(status).toMatchObject({
    error: null,
    warnings: [
      'mcp_servers.a.ssl_verify_until is past (2020-01-31T23:59:59.999Z): ssl_verify: false has no effect any more',
    ],
  });
  const before = await row();
  expect(before).toMatchObject({ sslVerify: null, sslVerifyUntil: null, sslVerifyBy: null, endedException: null });
  const mirrored = await entries('servers.mirror');
  await load(off('2020-01-31'));
  expect(await row()).toEqual(before);
  expect(await entries('servers.mirror')).toBe(mirrored);
});

it('an end that comes is not undone by reading the file again, whether or not it is written down', async () => {
  const until = new Date(Date.now() + 3_600_000);
  await load(off(`"${until.toISOString()}"`));
  expect((await row()).sslVerify).toBe('false');
  vi.useFakeTimers({ toFake: ['Date'], now: until });
  const ended = await entries('servers.exception_end');
  const mirrored = await entries('servers.mirror');
  expect((await load(off(`"${until.toISOString()}"`))).warnings).toHaveLength(1);
  const after = await row();
  expect(after).toMatchObject({ sslVerify: null, endedException: { reason: 'appliance', by: 'config' } });
  expect((await entries('servers.exception_end')) - ended).toBe(1);
  await loadRow(after.id);
  await load(off(`"${until.toISOString()}"`));
  expect(await row()).toEqual(after);
  expect((await entries('servers.exception_end')) - ended).toBe(1);
  expect(await entries('servers.mirror')).toBe(mirrored);
});

it('a later end in the file turns verification off again, and keeps the last result where nothing else changed', async () => {
  await load(off('2020-01-31'));
  await load(off('9998-12-31'));
  expect(await row()).toMatchObject({ sslVerify: 'false', sslVerifyBy: 'config', endedException: null });
  await set({ ...statusColumns('healthy') });
  await load(off('9999-12-31'));
  expect(await row()).toMatchObject({ sslVerify: 'false', status: 'healthy' });
  await set({ sslVerifyUntil: new Date(Date.now() - 1000) });
  await load(off('9999-12-31'));
  expect(await row()).toMatchObject({ sslVerify: 'false', endedException: null, status: 'unknown' });
});

it.each([
  ['ssl_verify_until: 5', 'ssl_verify_until is a date such as'],
  ['ssl_verify_until: 2027-02-29', 'ssl_verify_until is a date such as'],
  ['ssl_verify_untill: 2027-02-28', 'did you mean `ssl_verify_until`?'],
])('%s is a mistake that keeps the file from being taken', async (settings, message) => {
  const { error } = await load(`ssl_verify: false, ${settings}`);
  expect(error).toContain('mcp_servers.a');
  expect(error).toContain(message);
  expect(await db().mcpServer.count()).toBe(0);
});
