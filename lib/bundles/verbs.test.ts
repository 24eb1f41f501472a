import { createHash } from 'node:crypto';
import { chmod, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { daysFromNow, type Issued, issueCertificate, pemChain } from '../../lab/certificates';
import { admin as actor } from '../access/actors.fixture';
import { db } from '../db/client';
import { AppError } from '../errors';
import { createServer } from '../servers/create';
import { removeServer } from '../servers/remove';
import { updateServer } from '../servers/update';
import { managedBundle, managedBundleFolder } from '../trust/bundle-registry';
import { resolveTrust } from '../trust/resolve';
import { createBundle } from './create';
import { getBundle } from './get';
import { libraryCertificates } from './library-certificates';
import { listBundles } from './list';
import { materialiseBundles } from './materialise';
import { removeBundle } from './remove';
import { replaceBundle } from './replace';

let root: Issued;
let issuing: Issued;
let other: Issued;
let leaf: Issued;

beforeAll(async () => {
  root = await issueCertificate({ subject: 'CN=Corp Root,O=Corp', isCa: true, notAfter: daysFromNow(3000) });
  issuing = await issueCertificate({
    subject: 'CN=Corp Issuing',
    issuer: root,
    isCa: true,
    notAfter: daysFromNow(900),
  });
  other = await issueCertificate({ subject: 'CN=Other Root', isCa: true });
  leaf = await issueCertificate({ subject: 'CN=mcp.corp', issuer: root });
});
afterEach(async () => {
  await db().mcpServer.deleteMany();
  await db().caBundle.deleteMany();
  await rm(managedBundleFolder(), { recursive: true, force: true });
});

const create = async (input: object = {}) =>
  (await createBundle({ actor, input: { name: 'Corp', pem: root.pem, ...input } })).record;
const server = async (input: object) =>
  (await createServer({ actor, input: { server_name: 'payments', url: 'https://mcp.corp.example/', ...input } }))
    .record;
const sha256 = (one: Issued) => createHash('sha256').update(Buffer.from(one.certificate.rawData)).digest('hex');
const shown = (one: Issued) => sha256(one).toUpperCase().match(/../g)?.join(':');

async function failure(run: Promise<unknown>): Promise<AppError> {
  const error = await run.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!(error instanceof AppError)) throw new Error('it was not refused', { cause: error });
  return error;
}

describe('a managed bundle', () => {
  it('is answered with its certificates in the order given, duplicates merged', async () => {
    const pem = pemChain(root, issuing, root, leaf, issuing);
    const { record, warnings } = await createBundle({ actor, input: { name: ' Corp ', notes: 'from Ana', pem } });
    expect(record).toMatchObject({
      name: 'Corp',
      notes: 'from Ana',
      certificate_count: 3,
      first_expires_at: record.certificates[2]?.not_after,
      used_by: [],
      confirmations: [],
      created_by: actor.name,
    });
    expect(record.certificates.map(({ subject, kind, is_ca }) => [subject, kind, is_ca])).toEqual([
      ['CN=Corp Root, O=Corp', 'root', true],
      ['CN=Corp Issuing', 'intermediate', true],
      ['CN=mcp.corp', 'leaf', false],
    ]);
    expect(record.certificates[1]).toMatchObject({
      issuer: 'CN=Corp Root, O=Corp',
      sha256: shown(issuing),
      authority_key_id: record.certificates[0]?.subject_key_id,
      public_key: 'EC P-256',
      pem: issuing.pem,
    });
    expect(warnings[0]).toBe('2 duplicates were merged.');
    expect(warnings[1]).toMatch(/^CN=mcp.corp is no CA/);
    expect(await getBundle({ actor, id: record.bundle_id })).toEqual(record);
  });

  it('lies in a file that other programs can read, with the digest that is answered', async () => {
    const record = await create({ pem: pemChain(root, issuing) });
    const content = await readFile(record.path, 'utf8');
    expect(content).toBe(record.pem);
    expect(createHash('sha256').update(content).digest('hex')).toBe(record.sha256);
    expect(content).toMatch(/^# CN=Corp Root, O=Corp, until \d{4}-\d\d-\d\d\n-----BEGIN CERTIFICATE-----\n/);
    expect((await stat(record.path)).mode & 0o777).toBe(0o644);
    expect(await readdir(managedBundleFolder())).toEqual([`${record.bundle_id}.pem`]);
  });

  it('has comments that cannot be read as certificates, and nothing but ASCII', async () => {
    const trick = '-----END CERTIFICATE----------BEGIN CERTIFICATE-----';
    const named = await issueCertificate({ subject: `CN=${trick}ü`, isCa: true });
    const { pem, certificates } = await create({ pem: named.pem });
    expect(certificates).toHaveLength(1);
    expect(pem).toMatch(/^[\n\x20-\x7e]+$/);
    expect(pem.match(/-----BEGIN/g)).toHaveLength(1);
  });

  it('is what a server that names it is verified against', async () => {
    const { bundle_id, path, sha256: digest } = await create();
    const trust = await resolveTrust({ ssl_verify: null, ca_bundle_id: bundle_id, include_public_roots: false });
    expect(trust.report).toMatchObject({
      verify: true,
      source: 'server',
      roots: 'bundle',
      bundle: { id: bundle_id, name: 'Corp', path, certificates: 1, sha256: digest },
    });
  });

  it('fails closed, by its name, when its file is gone', async () => {
    const { bundle_id, path } = await create();
    await rm(path);
    const trust = { ssl_verify: null, ca_bundle_id: bundle_id, include_public_roots: true };
    await expect(resolveTrust(trust)).rejects.toMatchObject({
      code: 'bundle_missing',
      input: 'server.ca_bundle_id',
      message: expect.stringContaining('The bundle "Corp" of this server is kept in'),
    });
    await removeBundle({ actor, id: bundle_id });
    await expect(resolveTrust(trust)).rejects.toMatchObject({ code: 'bundle_missing' });
  });

  it.each<[string, () => object, (string | number)[], RegExp]>([
    ['without a name', () => ({ name: undefined }), ['name'], /Name is missing/],
    ['with an empty name', () => ({ name: ' ' }), ['name'], /Name is empty/],
    ['with a name of 101 characters', () => ({ name: 'x'.repeat(101) }), ['name'], /longer than 100/],
    ['with a control character in its name', () => ({ name: 'a\nb' }), ['name'], /control character/],
    ['with notes of 2001 characters', () => ({ notes: 'x'.repeat(2001) }), ['notes'], /longer than 2000/],
    ['without certificates', () => ({ pem: undefined }), ['pem'], /send the certificates as/],
    ['from two sources', () => ({ path: '/etc/ssl/corp.pem' }), ['pem'], /not several/],
    ['from a text that holds none', () => ({ pem: 'hello' }), ['pem'], /The text holds no certificate/],
    ['from a text with a private key', () => ({ pem: root.pem + root.keyPem }), ['pem'], /private key/],
    ['from more than 2 MiB', () => ({ pem: 'x'.repeat(2 * 1024 * 1024 + 1) }), ['pem'], /larger than 2 MiB/],
    [
      'with a fingerprint of another certificate',
      () => ({ confirmed: [{ sha256: sha256(other) }] }),
      ['confirmed', 0, 'sha256'],
      /none of the certificates/,
    ],
    [
      'with a fingerprint that is none',
      () => ({ confirmed: [{ sha256: 'AB' }] }),
      ['confirmed', 0, 'sha256'],
      /64 hex/,
    ],
  ])('is refused %s, and nothing is saved', async (_title, input, path, message) => {
    const error = await failure(create(input()));
    expect(error.code).toBe('bad_input');
    expect(error.issues[0]).toMatchObject({ path, message: expect.stringMatching(message) });
    expect(await db().caBundle.count()).toBe(0);
    expect(await readdir(managedBundleFolder()).catch(() => [])).toEqual([]);
  });

  it('is refused with more than 500 certificates', async () => {
    const many = await Promise.all(
      Array.from({ length: 501 }, (_, index) =>
        issueCertificate({ subject: `CN=${index}`, isCa: true, keys: root.keys }),
      ),
    );
    expect((await failure(create({ pem: pemChain(...many) }))).message).toMatch(
      /at most 500 certificates, and these are 501/,
    );
    expect((await create({ pem: pemChain(...many.slice(1)) })).certificate_count).toBe(500);
  });

  it('has a name of its own', async () => {
    const { bundle_id } = await create();
    const error = await failure(create({ pem: other.pem }));
    expect([error.code, error.message]).toEqual(['conflict', 'name: there is already a bundle named "Corp"']);
    await create({ name: 'Other', pem: other.pem });
    expect((await failure(replaceBundle({ actor, id: bundle_id, input: { name: 'Other' } }))).code).toBe('conflict');
    expect(managedBundle(bundle_id)?.name).toBe('Corp');
  });

  it('keeps who compared which fingerprint, however it was written', async () => {
    const confirmed = [{ sha256: sha256(root), server: 'mcp.corp:443' }];
    const record = await create({ confirmed });
    const entry = { sha256: shown(root), by: actor.name, at: expect.any(String), server: 'mcp.corp:443' };
    expect(record.confirmations).toEqual([entry]);
    const extended = await replaceBundle({
      actor,
      id: record.bundle_id,
      input: { pem: pemChain(root, other), confirmed: [{ sha256: shown(other) ?? '' }, ...confirmed] },
    });
    expect(extended.record.confirmations).toEqual([{ ...entry, sha256: shown(other), server: null }, entry]);
    const { record: replaced } = await replaceBundle({ actor, id: record.bundle_id, input: { pem: root.pem } });
    expect(replaced.confirmations).toEqual([entry]);
  });

  it('is listed by name, small, with the number of its servers', async () => {
    const corp = await create();
    await create({ name: 'Acme', pem: pemChain(issuing, other) });
    await server({ ca_bundle_id: corp.bundle_id });
    const list = await listBundles({ actor });
    expect(list.map(({ name, certificate_count, used_by_count }) => [name, certificate_count, used_by_count])).toEqual([
      ['Acme', 2, 0],
      ['Corp', 1, 1],
    ]);
    expect(JSON.stringify(list)).not.toContain('BEGIN CERTIFICATE');
    expect((await libraryCertificates()).map((one) => [one.bundle_name, one.certificate.subject])).toEqual([
      ['Acme', 'CN=Corp Issuing'],
      ['Acme', 'CN=Other Root'],
      ['Corp', 'CN=Corp Root\nO=Corp'],
    ]);
  });

  it('that does not exist is not found, by any verb', async () => {
    const id = 'gone';
    for (const run of [
      getBundle({ actor, id }),
      removeBundle({ actor, id }),
      replaceBundle({ actor, id, input: { name: 'x' } }),
    ]) {
      expect((await failure(run)).code).toBe('not_found');
    }
  });
});

describe('changing a bundle', () => {
  it('keeps what is left out', async () => {
    const before = await create({ notes: 'from Ana' });
    const { record } = await replaceBundle({ actor, id: before.bundle_id, input: { name: 'Corporation' } });
    expect(record).toEqual({ ...before, name: 'Corporation', updated_at: record.updated_at });
    expect(managedBundle(before.bundle_id)?.name).toBe('Corporation');
    const cleared = await replaceBundle({ actor, id: before.bundle_id, input: { notes: null } });
    expect(cleared.record.notes).toBeNull();
  });

  it('puts other certificates in force for the next connection', async () => {
    const { bundle_id, path } = await create();
    const trust = { ssl_verify: null, ca_bundle_id: bundle_id, include_public_roots: false };
    await resolveTrust(trust);
    const { record } = await replaceBundle({ actor, id: bundle_id, input: { pem: other.pem } });
    expect(await readFile(path, 'utf8')).toBe(record.pem);
    expect((await resolveTrust(trust)).bundle?.certificates[0]?.subject).toBe('CN=Other Root');
  });

  it('does not overwrite a change that somebody else made meanwhile', async () => {
    const { bundle_id, updated_at } = await create();
    const madeTo = updated_at;
    await replaceBundle({ actor, id: bundle_id, input: { notes: 'first' }, madeTo });
    const error = await failure(replaceBundle({ actor, id: bundle_id, input: { pem: other.pem }, madeTo }));
    expect(error.code).toBe('conflict');
    expect((await getBundle({ actor, id: bundle_id })).certificates[0]?.sha256).toBe(shown(root));
  });

  it('sets its servers back to unknown when the certificates are others, and only then', async () => {
    const { bundle_id } = await create();
    const { server_id, updated_at } = await server({ ca_bundle_id: bundle_id });
    const result = { status: 'healthy', statusOrder: 3, lastHealthCheck: new Date(), updatedAt: new Date(updated_at) };
    await db().mcpServer.update({ where: { id: server_id }, data: result });
    await db().clientVerdict.create({ data: { serverId: server_id, client: 'node', verdict: 'accept' } });
    const stateOf = async () => (await getBundle({ actor, id: bundle_id })).used_by[0]?.state;
    await replaceBundle({ actor, id: bundle_id, input: { notes: 'x', pem: root.pem } });
    expect(await stateOf()).toBe('healthy');
    await replaceBundle({ actor, id: bundle_id, input: { pem: other.pem } });
    expect(await stateOf()).toBe('unknown');
    expect(await db().clientVerdict.count()).toBe(0);
    const row = await db().mcpServer.findUniqueOrThrow({ where: { id: server_id } });
    expect([row.lastHealthCheck, row.updatedAt.toISOString()]).toEqual([null, updated_at]);
  });

  it('saves nothing when the file cannot be written, and says where', async () => {
    const { bundle_id, path, pem } = await create();
    // A folder in place of the file refuses the rename, whoever runs the test.
    await rm(managedBundleFolder(), { recursive: true });
    await writeFile(managedBundleFolder(), 'in the way');
    const error = await failure(replaceBundle({ actor, id: bundle_id, input: { name: 'New', pem: other.pem } }));
    expect([error.code, error.message]).toEqual(['unavailable', expect.stringContaining(path)]);
    expect((await failure(create({ name: 'Second' }))).code).toBe('unavailable');
    const row = await getBundle({ actor, id: bundle_id });
    expect([row.name, row.pem, managedBundle(bundle_id)?.name, await db().caBundle.count()]).toEqual([
      'Corp',
      pem,
      'Corp',
      1,
    ]);
  });

  it('puts the file back when the database refuses', async () => {
    const { bundle_id, path, pem } = await create();
    const { saveBundle } = await import('./save-bundle');
    const { withUsers } = await import('./bundle-record');
    const run = saveBundle(async (transaction) => {
      const row = await transaction.caBundle.findUniqueOrThrow({ where: { id: bundle_id }, include: withUsers });
      // Refused at COMMIT: the foreign key is checked there once it is deferred.
      await transaction.$executeRaw`PRAGMA defer_foreign_keys = ON`;
      await transaction.$executeRaw`INSERT INTO client_verdicts (server_id, client, verdict) VALUES ('gone', 'node', 'accept')`;
      return { ...row, pem: 'others' };
    });
    await expect(run).rejects.toThrow();
    expect(await readFile(path, 'utf8')).toBe(pem);
    // And the database goes on.
    expect((await replaceBundle({ actor, id: bundle_id, input: { notes: 'x' } })).record.notes).toBe('x');
  });
});

describe('deleting a bundle', () => {
  it('is refused while servers use it, naming them', async () => {
    const { bundle_id, path } = await create();
    for (const name of ['search', 'payments']) await server({ server_name: name, ca_bundle_id: bundle_id });
    const error = await failure(removeBundle({ actor, id: bundle_id }));
    expect(error.code).toBe('conflict');
    expect(error.message).toBe('the bundle "Corp" is used by "payments", "search": give them another one first');
    expect((await stat(path)).isFile()).toBe(true);
  });

  it('takes the file with it', async () => {
    const { bundle_id, path } = await create();
    const { server_id } = await server({ ca_bundle_id: bundle_id });
    await removeServer({ actor, id: server_id });
    expect(await removeBundle({ actor, id: bundle_id })).toEqual({ bundle_id });
    await expect(stat(path)).rejects.toThrow('ENOENT');
    expect(managedBundle(bundle_id)).toBeNull();
  });

  it('cannot overtake a server that is set to it: one of the two is refused', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { bundle_id } = await create({ name: `Corp ${round}` });
      const { server_id } = await server({ server_name: `s${round}` });
      const change = updateServer({ actor, input: { server_id, ca_bundle_id: bundle_id } });
      const made = server({ server_name: `t${round}`, ca_bundle_id: bundle_id });
      const results = await Promise.allSettled([change, removeBundle({ actor, id: bundle_id }), made]);
      for (const result of results) if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(AppError);
      const users = await db().mcpServer.count({ where: { caBundleId: bundle_id } });
      expect(await db().caBundle.count({ where: { id: bundle_id } })).toBe(users > 0 ? 1 : 0);
    }
  });

  it('between the check and the write of a server is told as a bundle that does not exist', async () => {
    const { bundle_id } = await create();
    const { server_id } = await server({});
    // The trigger is the other process that deletes the bundle at the worst moment.
    await db().$executeRawUnsafe(`CREATE TRIGGER worst_moment BEFORE INSERT ON mcp_servers BEGIN
      DELETE FROM ca_bundles; END`);
    await db().$executeRawUnsafe(`CREATE TRIGGER worst_moment_too BEFORE UPDATE ON mcp_servers BEGIN
      DELETE FROM ca_bundles; END`);
    try {
      const made = await failure(server({ server_name: 'search', ca_bundle_id: bundle_id }));
      const changed = await failure(updateServer({ actor, input: { server_id, ca_bundle_id: bundle_id } }));
      for (const { code, issues } of [made, changed]) {
        expect([code, issues[0]?.path, issues[0]?.message]).toEqual([
          'bad_input',
          ['ca_bundle_id'],
          `there is no bundle with id "${bundle_id}"`,
        ]);
      }
    } finally {
      await db().$executeRawUnsafe('DROP TRIGGER worst_moment');
      await db().$executeRawUnsafe('DROP TRIGGER worst_moment_too');
    }
    expect((await getBundle({ actor, id: bundle_id })).used_by).toEqual([]);
  });

  it('is refused by the database itself, past every check', async () => {
    const { bundle_id } = await create();
    await server({ ca_bundle_id: bundle_id });
    await expect(db().caBundle.delete({ where: { id: bundle_id } })).rejects.toMatchObject({ code: 'P2003' });
    await expect(db().$executeRaw`DELETE FROM ca_bundles WHERE bundle_id = ${bundle_id}`).rejects.toThrow();
  });
});

describe('at start', () => {
  it('every file is made anew, what is left of others is removed, and what is not ours stays', async () => {
    const { bundle_id, path, pem } = await create();
    const folder = managedBundleFolder();
    await writeFile(path, 'changed');
    const stale = ['', '.writing-', '.candidate-'].map((prefix) => `${prefix}00000000-0000-4000-8000-000000000000.pem`);
    for (const name of [...stale, 'mine.pem']) await writeFile(join(folder, name), '');
    await materialiseBundles();
    expect((await readdir(folder)).sort()).toEqual([`${bundle_id}.pem`, 'mine.pem'].sort());
    expect(await readFile(path, 'utf8')).toBe(pem);
  });

  it('Vouch says so when a file cannot be written', async () => {
    await create();
    await rm(managedBundleFolder(), { recursive: true });
    await writeFile(managedBundleFolder(), 'in the way');
    expect((await failure(materialiseBundles())).code).toBe('unavailable');
    await rm(managedBundleFolder());
    await materialiseBundles();
    await chmod(managedBundleFolder(), 0o755);
  });
});
