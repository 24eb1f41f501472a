import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { issueCertificate } from '../../lab/certificates';
import { admin as actor } from '../access/actors.fixture';
import { createBundle } from '../bundles/create';
import type { BundleRecord } from '../bundles/dto';
import { db } from '../db/client';
import { createServer } from './create';
import { changedTarget, draftTarget } from './draft-target';
import { getServer } from './get';
import { loadRow } from './load-row';
import { listRecords } from './records';
import { updateServer } from './update';

let pem: string;
let corp: BundleRecord;
let acme: BundleRecord;

beforeAll(async () => {
  pem = (await issueCertificate({ subject: 'CN=Corp Root', isCa: true })).pem;
});
beforeEach(async () => {
  corp = (await createBundle({ actor, input: { name: 'Corp', pem } })).record;
  acme = (await createBundle({ actor, input: { name: 'Acme', pem } })).record;
});
afterEach(async () => {
  await db().mcpServer.deleteMany();
  await db().caBundle.deleteMany();
});

const url = 'https://mcp.corp.example/mcp';
const create = async (input: object) =>
  (await createServer({ actor, input: { server_name: 'payments', url, ...input } })).record;
const update = async (input: object) => (await updateServer({ actor, input })).record;
const columnsOf = async (id: string) => {
  const { sslVerify, caBundleId } = await db().mcpServer.findUniqueOrThrow({ where: { id } });
  return [sslVerify, caBundleId];
};
const contradiction = { code: 'bad_input', issues: [{ path: ['ssl_verify'] }] };

describe('a server with a managed bundle', () => {
  it('answers the path of its file as ssl_verify, wherever it is answered', async () => {
    const record = await create({ ca_bundle_id: corp.bundle_id, include_public_roots: true });
    expect(record).toMatchObject({ ssl_verify: corp.path, ca_bundle_id: corp.bundle_id, include_public_roots: true });
    expect((await getServer({ actor, id: record.server_id })).record).toEqual(record);
    expect(await listRecords({ actor })).toEqual([record]);
    expect(await columnsOf(record.server_id)).toEqual([null, corp.bundle_id]);
  });

  it('stays as it is when its record is sent back as it came, whole or ssl_verify alone', async () => {
    const record = await create({ ca_bundle_id: corp.bundle_id });
    const { server_id } = record;
    await update(record);
    expect(await columnsOf(server_id)).toEqual([null, corp.bundle_id]);
    await update({ server_id, ssl_verify: record.ssl_verify });
    expect(await columnsOf(server_id)).toEqual([null, corp.bundle_id]);
  });

  it.each([[true], [false], ['/etc/ssl/corp.pem'], [null]])(
    'goes by ssl_verify once that is set to %j, and by a bundle once that is set again',
    async (ssl_verify) => {
      const { server_id } = await create({ ca_bundle_id: corp.bundle_id });
      const changed = await update({ server_id, ssl_verify });
      expect(changed).toMatchObject({ ssl_verify, ca_bundle_id: null });
      const back = await update({ server_id, ca_bundle_id: acme.bundle_id });
      expect(back).toMatchObject({ ssl_verify: acme.path, ca_bundle_id: acme.bundle_id, ssl_verify_reason: null });
      expect(await columnsOf(server_id)).toEqual([null, acme.bundle_id]);
    },
  );

  it('goes by the environment once the bundle is taken away', async () => {
    const { server_id } = await create({ ca_bundle_id: corp.bundle_id });
    expect(await update({ server_id, ca_bundle_id: null })).toMatchObject({ ssl_verify: null, ca_bundle_id: null });
    const path = await update({ server_id, ssl_verify: '/etc/ssl/corp.pem', ca_bundle_id: null });
    expect(path.ssl_verify).toBe('/etc/ssl/corp.pem');
    expect((await update({ server_id, ca_bundle_id: null })).ssl_verify).toBe('/etc/ssl/corp.pem');
  });

  it('forgets its last result when it is given another bundle', async () => {
    const { server_id } = await create({ ca_bundle_id: corp.bundle_id });
    await db().mcpServer.update({ where: { id: server_id }, data: { status: 'healthy', statusOrder: 3 } });
    expect((await update({ server_id, ca_bundle_id: corp.bundle_id })).status).toBe('healthy');
    expect((await update({ server_id, ca_bundle_id: acme.bundle_id })).status).toBe('unknown');
  });

  it.each([[true], [false], ['/etc/ssl/corp.pem']])(
    'is refused with ssl_verify %j beside it, in every door, and nothing changes',
    async (ssl_verify) => {
      const both = { ca_bundle_id: corp.bundle_id, ssl_verify };
      await expect(create(both)).rejects.toMatchObject(contradiction);
      await expect(draftTarget({ url, ...both })).rejects.toMatchObject(contradiction);
      const { server_id } = await create({ ca_bundle_id: acme.bundle_id });
      await expect(update({ server_id, ...both })).rejects.toMatchObject(contradiction);
      expect(await columnsOf(server_id)).toEqual([null, acme.bundle_id]);
    },
  );

  it('is refused with the file of another bundle as ssl_verify', async () => {
    const both = { ca_bundle_id: corp.bundle_id, ssl_verify: acme.path };
    await expect(create(both)).rejects.toMatchObject(contradiction);
  });
});

describe('a bundle that does not exist', () => {
  const unknown = {
    code: 'bad_input',
    issues: [{ path: ['ca_bundle_id'], message: 'there is no bundle with id "gone"' }],
  };

  it('is refused for a new server, a changed one and a draft', async () => {
    await expect(create({ ca_bundle_id: 'gone' })).rejects.toMatchObject(unknown);
    const { server_id } = await create({});
    await expect(update({ server_id, ca_bundle_id: 'gone' })).rejects.toMatchObject(unknown);
    await expect(draftTarget({ url, ca_bundle_id: 'gone' })).rejects.toMatchObject(unknown);
    expect(await columnsOf(server_id)).toEqual([null, null]);
  });
});

describe('a draft', () => {
  it('carries the bundle it names, or that of the server it is a draft of', async () => {
    const { bundle_id } = corp;
    expect(await draftTarget({ url, ca_bundle_id: bundle_id })).toMatchObject({
      ssl_verify: null,
      ca_bundle_id: bundle_id,
    });
    const { server_id } = await create({ ca_bundle_id: bundle_id });
    const row = await loadRow(server_id);
    if (!row) throw new Error('no row');
    const draft = async (changes: object) => {
      const { ssl_verify, ca_bundle_id } = await changedTarget(row, { server_id, ...changes });
      return [ssl_verify, ca_bundle_id];
    };
    expect(await draft({ timeout_ms: 1000 })).toEqual([null, bundle_id]);
    expect(await draft({ ssl_verify: corp.path })).toEqual([null, bundle_id]);
    expect(await draft({ ssl_verify: false })).toEqual(['false', null]);
    expect(await draft({ ca_bundle_id: acme.bundle_id })).toEqual([null, acme.bundle_id]);
    expect(await draft({ ca_bundle_id: null })).toEqual([null, null]);
  });
});

it('the path of a managed bundle’s file is refused: the bundle would not know who uses it', async () => {
  const refused = { code: 'bad_input', issues: [{ path: ['ssl_verify'] }] };
  await expect(
    createServer({ actor, input: { server_name: 'by_path', url, ssl_verify: corp.path } }),
  ).rejects.toMatchObject(refused);
  const { record } = await createServer({ actor, input: { server_name: 'by_id', url, ca_bundle_id: corp.bundle_id } });
  const change = (more: object) => updateServer({ actor, input: { server_id: record.server_id, ...more } });
  await expect(change({ ssl_verify: acme.path })).rejects.toMatchObject(refused);
  await expect(change({ ssl_verify: corp.path, ca_bundle_id: null })).rejects.toMatchObject(refused);
  expect((await change({ ssl_verify: corp.path })).record.ca_bundle_id).toBe(corp.bundle_id);
});
