import { readdir, readFile, rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Issued, issueCertificate, pemChain } from '../../lab/certificates';
import { type Lab, startLab } from '../../lab/start';
import { admin as actor } from '../access/actors.fixture';
import { testConnection } from '../checks/test-connection';
import { db } from '../db/client';
import { createServer } from '../servers/create';
import { managedBundleFolder } from '../trust/bundle-registry';
import { createBundle } from './create';
import { previewReplacement } from './preview';

let lab: Lab;
let other: Issued;

beforeAll(async () => {
  lab = await startLab({ only: ['good-intermediate', 'expired-intermediate'] });
  other = await issueCertificate({ subject: 'CN=Other Root', isCa: true });
});
afterAll(() => lab.close());
afterEach(async () => {
  await db().mcpServer.deleteMany();
  await db().caBundle.deleteMany();
  await rm(managedBundleFolder(), { recursive: true, force: true });
});

async function saved() {
  const { record } = await createBundle({ actor, input: { name: 'Corp', path: lab.rootPath } });
  const add = async (server_name: string, url: string) =>
    (await createServer({ actor, input: { server_name, url, ca_bundle_id: record.bundle_id } })).record.server_id;
  const good = await add('good', lab.server('good-intermediate').url);
  await add('expired', lab.server('expired-intermediate').url);
  await testConnection({ actor, input: { server_id: good } });
  return { id: record.bundle_id, pem: record.pem };
}

it('says of every server what it was and what a real test with the new certificates says', async () => {
  const { id } = await saved();
  const preview = await previewReplacement({ actor, id, input: { pem: other.pem } });
  expect(preview.certificates.map(({ subject }) => subject)).toEqual(['CN=Other Root']);
  expect(preview.added).toHaveLength(1);
  expect(preview.removed).toHaveLength(1);
  expect(preview.servers.map(({ server_name, before, after }) => [server_name, before.state, after.state])).toEqual([
    ['expired', 'unknown', 'failing'],
    ['good', 'healthy', 'failing'],
  ]);
  expect(preview.servers[1]?.before.checked_at).not.toBeNull();
  expect(preview.servers[1]?.after).toMatchObject({ code: 'unknown_ca' });
  expect(preview.servers[1]?.after.reason).toContain('the new certificates');
  expect(JSON.stringify(preview)).not.toContain('.candidate-');
});

it('says that a server goes on working when its CA stays', async () => {
  const { id, pem } = await saved();
  const preview = await previewReplacement({ actor, id, input: { pem: pem + other.pem } });
  expect(preview.removed).toEqual([]);
  expect(preview.servers.find(({ server_name }) => server_name === 'good')?.after).toEqual({
    state: 'healthy',
    code: null,
    reason: null,
  });
});

it('saves nothing and leaves no file behind, also when it is given up', async () => {
  const { id, pem } = await saved();
  const before = JSON.stringify(await db().mcpServer.findMany());
  await previewReplacement({ actor, id, input: { pem: pemChain(other) } });
  const gone = AbortSignal.abort(new Error('left'));
  await expect(previewReplacement({ actor, id, input: { pem: other.pem }, signal: gone })).rejects.toThrow('left');
  expect(JSON.stringify(await db().mcpServer.findMany())).toBe(before);
  expect((await db().caBundle.findUniqueOrThrow({ where: { id } })).pem).toBe(pem);
  expect(await readdir(managedBundleFolder())).toEqual([`${id}.pem`]);
  expect(await readFile(`${managedBundleFolder()}/${id}.pem`, 'utf8')).toBe(pem);
});

it('of a bundle that no server uses has no servers, and of one that does not exist is not found', async () => {
  const { record } = await createBundle({ actor, input: { name: 'Unused', pem: other.pem } });
  expect((await previewReplacement({ actor, id: record.bundle_id, input: { path: lab.rootPath } })).servers).toEqual(
    [],
  );
  await expect(previewReplacement({ actor, id: 'gone', input: { pem: other.pem } })).rejects.toMatchObject({
    code: 'not_found',
  });
});

it('says of a server whose secrets do not open why it was not tested, and tests the others', async () => {
  const { id, pem } = await saved();
  await db().mcpServer.updateMany({ where: { name: 'expired' }, data: { credentials: 'v1.AAAA' } });
  const { servers } = await previewReplacement({ actor, id, input: { pem } });
  expect(servers.map(({ after }) => after.state)).toEqual(['unknown', 'healthy']);
  expect(servers[0]?.after.reason).toMatch(/cannot be opened/);
});
