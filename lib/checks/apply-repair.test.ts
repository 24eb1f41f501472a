import { X509Certificate } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { acceptedSecrets } from '../../lab/http-answers';
import { type Lab, startLab } from '../../lab/start';
import { admin as actor } from '../access/actors.fixture';
import { createBundle } from '../bundles/create';
import { getBundle } from '../bundles/get';
import { db } from '../db/client';
import { clientIds } from '../diagnosis/profiles';
import type { RepairKind, Report } from '../diagnosis/report';
import { createServer } from '../servers/create';
import { getServer } from '../servers/get';
import { managedBundleFolder } from '../trust/bundle-registry';
import { pemBlocks } from '../x509/pem';
import { applyRepair } from './apply-repair';
import { testConnection } from './test-connection';

let lab: Lab;
beforeAll(async () => {
  const only = ['missing-intermediate', 'unknown-root-sent', 'self-signed', 'aia-der', 'no-aki', 'good-intermediate'];
  lab = await startLab({ only: [...only, 'name-wildcard-bare-domain', 'same-name-root-sent'] });
}, 60_000);
afterAll(() => lab.close());
afterEach(async () => {
  await db().mcpServer.deleteMany();
  await db().caBundle.deleteMany();
  await rm(managedBundleFolder(), { recursive: true, force: true });
});

async function register(name: string, more: object = {}) {
  const { url, caPath } = lab.server(name);
  const input = { server_name: name.replaceAll('-', '_'), url, ssl_verify: caPath, ...more };
  const { record } = await createServer({ actor, input });
  const { report } = await testConnection({ actor, input: { server_id: record.server_id } });
  return { id: record.server_id, report };
}

function repairOf(report: Report, kind: RepairKind) {
  const repair = report.repairs.find((one) => one.kind === kind);
  if (!repair) throw new Error(`no ${kind} among ${report.repairs.map((one) => one.kind).join(', ')}`);
  return repair;
}

const apply = (server_id: string, repair_id: string, confirmed: string[] = []) =>
  applyRepair({ actor, input: { server_id, repair_id, confirmed } });

describe('a repair', () => {
  it('adds the intermediate that the certificate says where to get, and every client accepts the server', async () => {
    const { id, report } = await register('aia-der');
    const repair = repairOf(report, 'add_intermediate');
    expect(repair).toMatchObject({ proven: true, rehearsed: false, compare: [], accepted_by: clientIds });
    const { changes, bundle, report: after } = await apply(id, repair.id);
    expect(after).toMatchObject({
      ok: true,
      trust: { bundle: { id: bundle?.bundle_id, name: 'aia_der CA', certificates: 2 } },
    });
    expect(after.clients.map(({ verdict }) => verdict)).toEqual(clientIds.map(() => 'accept'));
    expect(changes).toEqual([
      expect.stringContaining('The bundle "aia_der CA" was made.'),
      '"aia_der" is verified against the bundle "aia_der CA" now.',
      'The connection test succeeds now, and every kind of client accepts the server.',
    ]);
    expect((await getServer({ actor, id })).state).toBe('healthy');
  });

  it('asks for the fingerprint of a certificate that nobody but the server has shown, and records who compared it', async () => {
    const { id, report } = await register('unknown-root-sent');
    const repair = repairOf(report, 'add_root');
    const [root] = repair.compare;
    expect(root?.subject).toContain('Elsewhere Root CA');
    await expect(apply(id, repair.id)).rejects.toMatchObject({
      code: 'bad_input',
      issues: [{ path: ['confirmed'], message: expect.stringContaining(root?.sha256 ?? '-') }],
    });
    await expect(apply(id, repair.id, ['00'.repeat(32)])).rejects.toMatchObject({ code: 'bad_input' });
    expect(await db().caBundle.count()).toBe(0);
    const { bundle } = await apply(id, repair.id, [root?.sha256.toLowerCase().replaceAll(':', '') ?? '']);
    const saved = await getBundle({ actor, id: bundle?.bundle_id ?? '' });
    expect(saved.confirmations).toEqual([
      { sha256: root?.sha256, by: actor.name, at: expect.any(String), server: 'unknown_root_sent' },
    ]);
  });

  it('extends the bundle that only this server uses', async () => {
    const { record: own } = await createBundle({ actor, input: { name: 'Corp', path: lab.rootPath } });
    const { id, report } = await register('aia-der', { ssl_verify: undefined, ca_bundle_id: own.bundle_id });
    const { bundle } = await apply(id, repairOf(report, 'add_intermediate').id);
    expect(bundle).toEqual({ bundle_id: own.bundle_id, name: 'Corp' });
    expect((await getBundle({ actor, id: own.bundle_id })).certificate_count).toBe(2);
  });

  it('leaves a bundle alone that another server uses, and makes one of its own', async () => {
    const { record: shared } = await createBundle({ actor, input: { name: 'Shared', path: lab.rootPath } });
    const trust = { ssl_verify: undefined, ca_bundle_id: shared.bundle_id };
    await register('good-intermediate', trust);
    const { id, report } = await register('aia-der', trust);
    const { bundle, report: after } = await apply(id, repairOf(report, 'add_intermediate').id);
    expect([bundle?.name, after.ok]).toEqual(['aia_der CA', true]);
    expect((await getBundle({ actor, id: shared.bundle_id })).certificate_count).toBe(1);
  });

  it('chooses a bundle of the library that works, and changes nothing in it', async () => {
    const pem = (await readFile(lab.rootPath, 'utf8')) + (await readFile(lab.intermediatePath, 'utf8'));
    const { record: whole } = await createBundle({ actor, input: { name: 'Whole', pem } });
    const { id, report } = await register('missing-intermediate');
    const { bundle, report: after } = await apply(id, repairOf(report, 'use_bundle').id);
    expect([bundle?.name, after.ok]).toEqual(['Whole', true]);
    expect((await getBundle({ actor, id: whole.bundle_id })).sha256).toBe(whole.sha256);
  });

  it('finds the intermediate that the server sent at an earlier check', async () => {
    const good = lab.server('good-intermediate');
    const { record } = await createServer({
      actor,
      input: { server_name: 'moved', url: good.url, ssl_verify: good.caPath },
    });
    await testConnection({ actor, input: { server_id: record.server_id } });
    const row = await db().mcpServer.findUniqueOrThrow({ where: { id: record.server_id } });
    await db().mcpServer.update({ where: { id: row.id }, data: { url: lab.server('missing-intermediate').url } });
    for (let run = 0; run < 2; run += 1) {
      const { report } = await testConnection({ actor, input: { server_id: row.id } });
      expect(repairOf(report, 'add_intermediate')).toMatchObject({ proven: true, accepted_by: clientIds });
      expect(repairOf(report, 'add_intermediate').detail).toContain('at an earlier check');
      expect(repairOf(report, 'send_chain')).toMatchObject({ rehearsed: true, proven: false, accepted_by: clientIds });
    }
  });

  it('ends an exception: a server that was not verified is verified again', async () => {
    const { id, report } = await register('self-signed', { ssl_verify: false });
    expect(report).toMatchObject({ ok: true, trust: { verify: false } });
    expect(report.judge?.note).toContain('Verification is off here');
    expect((await getServer({ actor, id })).state).toBe('healthy');
    const repair = repairOf(report, 'trust_leaf');
    const { changes, report: after } = await apply(id, repair.id, [repair.compare[0]?.sha256 ?? '']);
    expect(after).toMatchObject({ ok: true, trust: { verify: true, roots: 'bundle' } });
    expect(changes.join(' ')).toContain('It is verified again.');
  });

  async function named(url: string) {
    const { record } = await createServer({ actor, input: { server_name: 'named', url } });
    const { hostname } = new URL(url);
    const repair = { id: 'r1', title: 'Another name', compare: [], url: url.replace(hostname, 'localhost') };
    await db().mcpServer.update({ where: { id: record.server_id }, data: { lastReport: { repairs: [repair] } } });
    const urlNow = async () => (await db().mcpServer.findUniqueOrThrow({ where: { id: record.server_id } })).url;
    return { id: record.server_id, urlNow };
  }

  it('changes the host in the URL and nothing else of it', async () => {
    const { id, urlNow } = await named('https://127.0.0.1:9/a/mcp?team=docs');
    expect((await apply(id, 'r1')).changes[0]).toBe('The URL says localhost now, not 127.0.0.1.');
    expect(await urlNow()).toBe('https://localhost:9/a/mcp?team=docs');
  });

  it('takes a secret in the URL to no other host: the server itself chose that name', async () => {
    const { id, urlNow } = await named('https://127.0.0.1:9/mcp?token=s3cret-query');
    await expect(apply(id, 'r1')).rejects.toMatchObject({ code: 'bad_input' });
    expect(await urlNow()).toBe('https://127.0.0.1:9/mcp?token=s3cret-query');
  });

  it('is refused when the last test does not offer it, when it is done elsewhere, and for servers of the YAML file', async () => {
    const { id, report } = await register('no-aki');
    await expect(apply(id, 'add_root:gone')).rejects.toMatchObject({ code: 'conflict' });
    await expect(apply('no-such-server', 'x')).rejects.toMatchObject({ code: 'not_found' });
    await expect(apply(id, repairOf(report, 'reissue').id)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('done where the server runs'),
    });
    await db().mcpServer.update({ where: { id }, data: { isConfig: true } });
    await expect(apply(id, 'x')).rejects.toMatchObject({ code: 'read_only' });
  });

  it('replaces a root that has the right name and another key', async () => {
    const { id, report } = await register('same-name-root-sent');
    const repair = repairOf(report, 'add_root');
    const { report: after } = await apply(
      id,
      repair.id,
      repair.compare.map(({ sha256 }) => sha256),
    );
    expect(after.ok).toBe(true);
    const held = pemBlocks(repair.bundle_pem ?? '').map(({ der }) => new X509Certificate(der).fingerprint256);
    expect(held).toContain(repair.compare[0]?.sha256);
  });

  it('holds no secret of the server', async () => {
    const credentials = { auth_value: acceptedSecrets.bearer };
    const { report } = await register('aia-der', { auth_type: 'bearer_token', credentials });
    expect(report.repairs.length).toBeGreaterThan(0);
    expect(JSON.stringify(report)).not.toContain(acceptedSecrets.bearer);
    expect(JSON.stringify(report)).not.toMatch(/PRIVATE KEY/);
  });
});
