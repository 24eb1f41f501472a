import { appendFile, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { generateKeys, type Issued, issueCertificate, pemChain } from '../../lab/certificates';
import { type Lab, startLab } from '../../lab/start';
import { admin as actor } from '../access/actors.fixture';
import { recordCheck } from '../checks/record';
import { testConnection } from '../checks/test-connection';
import { db } from '../db/client';
import { createServer } from '../servers/create';
import { loadRow } from '../servers/load-row';
import { managedBundleFolder } from '../trust/bundle-registry';
import { createBundle } from './create';
import { materialiseBundles } from './materialise';
import { replaceBundle } from './replace';

let lab: Lab;
let other: Issued;
beforeAll(async () => {
  lab = await startLab({ only: ['good-intermediate'] });
  other = await issueCertificate({ subject: 'CN=Other Root', isCa: true });
});
afterAll(() => lab.close());
afterEach(async () => {
  await db().mcpServer.deleteMany();
  await db().caBundle.deleteMany();
  await rm(managedBundleFolder(), { recursive: true, force: true });
});

async function verified() {
  const { record: bundle } = await createBundle({ actor, input: { name: 'Corp', path: lab.rootPath } });
  const { url } = lab.server('good-intermediate');
  const { record } = await createServer({ actor, input: { server_name: 'one', url, ca_bundle_id: bundle.bundle_id } });
  const input = { server_id: record.server_id };
  return { bundle, id: record.server_id, test: async () => (await testConnection({ actor, input })).report };
}

it('a file that somebody else has changed is not trusted, whatever is in it, until Vouch has written it anew', async () => {
  const { bundle, test } = await verified();
  expect((await test()).ok).toBe(true);
  const spoil = [
    () => appendFile(bundle.path, other.pem),
    () => writeFile(bundle.path, other.pem),
    () => rm(bundle.path).then(() => symlink(lab.rootPath, bundle.path)),
  ];
  for (const change of spoil) {
    await change();
    const report = await test();
    expect(report.error).toMatchObject({
      code: 'bundle_unreadable',
      message: expect.stringContaining('somebody else'),
    });
    expect(report.stages.every(({ status }) => status === 'skipped')).toBe(true);
    await materialiseBundles();
    expect((await test()).ok).toBe(true);
  }
  expect(await readFile(lab.rootPath, 'utf8')).not.toContain('Other Root');
});

it('a result that was made with the certificates of before is not stored as that of the new ones', async () => {
  const { bundle, id, test } = await verified();
  const report = await test();
  const row = await loadRow(id);
  if (!row) throw new Error('unreachable');
  await replaceBundle({ actor, id: bundle.bundle_id, input: { pem: other.pem } });
  expect(await recordCheck({ row, report, era: null })).toBe(false);
  expect((await db().mcpServer.findUniqueOrThrow({ where: { id } })).status).toBe('unknown');
});

it('CAs that certify each other in a circle are refused when the bundle is made', async () => {
  const [one, two] = [await generateKeys(), await generateKeys()];
  const first = await issueCertificate({ subject: 'CN=First', isCa: true, keys: one });
  const second = await issueCertificate({ subject: 'CN=Second', isCa: true, keys: two });
  const circle = [
    await issueCertificate({ subject: 'CN=First', isCa: true, keys: one, issuer: second }),
    await issueCertificate({ subject: 'CN=Second', isCa: true, keys: two, issuer: first }),
  ];
  await expect(createBundle({ actor, input: { name: 'Circle', pem: pemChain(...circle) } })).rejects.toMatchObject({
    code: 'bad_input',
    message: expect.stringContaining('CN=First'),
  });
  expect(await db().caBundle.count()).toBe(0);
  const { record } = await createBundle({ actor, input: { name: 'Rooted', pem: pemChain(...circle, first) } });
  expect(record.certificate_count).toBe(3);
});

it('a private key is refused in the notes too', async () => {
  const input = { name: 'Corp', path: lab.rootPath, notes: `from the backup:\n${other.keyPem}` };
  await expect(createBundle({ actor, input })).rejects.toMatchObject({ code: 'bad_input' });
  expect(await db().caBundle.count()).toBe(0);
});
