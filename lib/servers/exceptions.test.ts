import { afterEach, describe, expect, it } from 'vitest';
import { issueCertificate } from '../../lab/certificates';
import { admin, operator, person, viewer } from '../access/actors.fixture';
import { createBundle } from '../bundles/create';
import { removeBundle } from '../bundles/remove';
import { db } from '../db/client';
import { createServer } from './create';
import type { ServerRecord } from './dto';
import { getServer } from './get';
import { listServers } from './list';
import { listExceptions } from './list-exceptions';
import { loadRow } from './load-row';
import { listRecords } from './records';
import { removeServer } from './remove';
import { statusColumns } from './status';
import { updateServer } from './update';

afterEach(async () => {
  await db().mcpServer.deleteMany();
  await db().caBundle.deleteMany();
});

const url = 'https://mcp.corp.example/mcp';
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const exception = () => ({ ssl_verify: false, ssl_verify_reason: 'appliance', ssl_verify_until: inDays(30) });
const create = async (input: object = {}, actor = admin): Promise<ServerRecord> =>
  (await createServer({ actor, input: { server_name: 'payments', url, ...input } })).record;
const update = async (input: object, actor = admin) => (await updateServer({ actor, input })).record;
const read = async (id: string) => (await getServer({ actor: viewer, id })).record;
const rowOf = (id: string) => db().mcpServer.findUniqueOrThrow({ where: { id } });
const audit = async (action: string) => db().auditEntry.findMany({ where: { action }, orderBy: { seq: 'desc' } });
/** The stored end has come; nothing has noticed yet. */
const pass = (id: string) =>
  db().mcpServer.update({ where: { id }, data: { sslVerifyUntil: new Date(Date.now() - 1000) } });
const newBundle = async () => {
  const { pem } = await issueCertificate({ subject: 'CN=Corp Root', isCa: true });
  return (await createBundle({ actor: admin, input: { name: 'Corp', pem } })).record.bundle_id;
};
const forbidden = {
  code: 'forbidden',
  message: 'turning verification off needs the role admin, and yours is operator',
};

/** Refused, with an entry of its own in the audit log, and nothing changed. */
async function expectForbidden(run: () => Promise<unknown>, subject: object): Promise<void> {
  const before = await db().mcpServer.findMany();
  const entries = (await audit('servers.disable_verification')).length;
  await expect(run()).rejects.toMatchObject(forbidden);
  expect(await db().mcpServer.findMany()).toEqual(before);
  const [entry, ...older] = await audit('servers.disable_verification');
  expect(older).toHaveLength(entries);
  expect(entry).toMatchObject({ outcome: 'refused', actorName: operator.name, detail: forbidden.message, ...subject });
}

describe('turning verification off', () => {
  it('is for an admin, with owner, reason and end in every answer', async () => {
    const given = exception();
    const record = await create(given);
    const said = { ...given, ssl_verify_by: admin.name };
    expect(record).toMatchObject(said);
    expect(await read(record.server_id)).toEqual(record);
    expect(await listRecords({ actor: viewer })).toEqual([record]);
    expect((await listServers({ actor: viewer, query: {} })).items).toMatchObject([said]);
    expect((await audit('servers.create'))[0]).toMatchObject({ outcome: 'done', after: said });
  });

  it('is refused to an operator: for a new server, and for one that verifies', async () => {
    await expectForbidden(() => create({ ...exception(), server_id: 'new-one' }, operator), {
      subjectType: 'server',
      subjectId: 'new-one',
      subjectName: 'payments',
    });
    const { server_id } = await create({ ssl_verify: '/etc/ssl/corp.pem' }, operator);
    for (const ssl_verify of [false, 'False']) {
      await expectForbidden(() => update({ server_id, ssl_verify }, operator), { subjectId: server_id });
    }
  });

  it('has no end and no reason where none is given', async () => {
    const none = { ssl_verify_reason: null, ssl_verify_until: null, ssl_verify_by: admin.name };
    expect(await create({ ssl_verify: false })).toMatchObject(none);
    const { server_id } = await create({ server_name: 'other' });
    expect(await update({ server_id, ssl_verify: false, ssl_verify_until: null })).toMatchObject(none);
  });

  it('leaves nothing of it behind once verification is on again, and an operator may do that', async () => {
    for (const ssl_verify of [null, true, '/etc/ssl/corp.pem']) {
      const name = `s_${ssl_verify}`.replaceAll(/\W/g, '_');
      const { server_id } = await create({ server_name: name, ssl_verify: '/etc/ssl/before.pem' });
      await update({ server_id, ...exception() });
      const record = await update({ server_id, ssl_verify }, operator);
      expect(record).toMatchObject({
        ssl_verify,
        ssl_verify_reason: null,
        ssl_verify_until: null,
        ssl_verify_by: null,
      });
      expect(await rowOf(server_id)).toMatchObject({ sslVerifyResume: null, endedException: null });
      await expectForbidden(() => update({ server_id, ...exception() }, operator), { subjectId: server_id });
    }
  });

  it('keeps reason and end only while it is off', async () => {
    const { ssl_verify: _, ...about } = exception();
    expect(await create(about)).toMatchObject({ ssl_verify_reason: null, ssl_verify_until: null, ssl_verify_by: null });
  });
});

describe('a server with an exception', () => {
  it('is an operator’s in everything else', async () => {
    const { server_id, ...before } = await create(exception());
    const changes = { description: 'new', url: `${url}/v2`, timeout_ms: 500, transport: 'sse', server_name: 'renamed' };
    const after = await update({ server_id, ...changes }, operator);
    const { ssl_verify, ssl_verify_reason, ssl_verify_until, ssl_verify_by } = before;
    expect(after).toMatchObject({ ...changes, ssl_verify, ssl_verify_reason, ssl_verify_until, ssl_verify_by });
  });

  it.each<[string, () => object]>([
    ['another reason', () => ({ ssl_verify_reason: 'another' })],
    ['no reason', () => ({ ssl_verify_reason: null })],
    ['a later end', () => ({ ssl_verify_until: inDays(60) })],
    ['an earlier end', () => ({ ssl_verify_until: inDays(1) })],
    ['no end', () => ({ ssl_verify_until: null })],
    ['another host', () => ({ url: 'https://elsewhere.example/mcp' })],
    ['another port', () => ({ url: 'https://mcp.corp.example:8443/mcp' })],
    ['another scheme', () => ({ url: 'http://mcp.corp.example/mcp' })],
  ])('is given %s by an admin only, who answers for it from then on', async (_, change) => {
    const { server_id } = await create(exception());
    await expectForbidden(() => update({ server_id, ...change() }, operator), { subjectId: server_id });
    const other = { ...person('admin'), name: 'ben@corp.example' };
    const changes = change();
    expect(await update({ server_id, ...changes }, other)).toMatchObject({ ...changes, ssl_verify_by: other.name });
  });

  it('stays as it is when its record is sent back as it came, by whomever', async () => {
    for (const given of [exception(), { ssl_verify: false }, { ssl_verify: null }]) {
      const record = await create({ ...given, server_name: `s${Object.keys(given).length}_${given.ssl_verify}` });
      const before = await rowOf(record.server_id);
      const { record: after, warnings } = await updateServer({ actor: operator, input: record });
      expect({ ...after, updated_at: 0, updated_by: 0 }).toEqual({ ...record, updated_at: 0, updated_by: 0 });
      expect(warnings).toContain('`ssl_verify_by`: read-only, not changed');
      expect(await rowOf(record.server_id)).toEqual({
        ...before,
        updatedAt: expect.any(Date),
        updatedBy: operator.name,
      });
    }
  });

  it('takes a day for its last moment, and no owner from outside', async () => {
    const { server_id } = await create({ ...exception(), ssl_verify_until: '9999-12-31', ssl_verify_by: 'somebody' });
    expect(await read(server_id)).toMatchObject({
      ssl_verify_until: '9999-12-31T23:59:59.999Z',
      ssl_verify_by: admin.name,
    });
    const before = await rowOf(server_id);
    await update({ server_id, ssl_verify_until: '9999-12-31', ssl_verify_by: 'somebody' }, operator);
    expect((await rowOf(server_id)).sslVerifyUntil).toEqual(before.sslVerifyUntil);
  });

  it.each<[unknown, RegExp]>([
    ['2026-13-01', /is a date such as/],
    ['2020-01-01', /is in the past/],
    ['2020-01-01T00:00:00+01:00', /is in the past/],
    [new Date(Date.now() - 1000).toISOString(), /is in the past/],
    ['9999-12-31T23:59:59-01:00', /after the year 9999/],
    [0, /is a date such as/],
    [{ year: 2030 }, /is a date such as/],
    [[], /is a date such as/],
  ])('is refused with the end %j, and the field is named', async (ssl_verify_until, message) => {
    const refused = {
      code: 'bad_input',
      issues: [{ path: ['ssl_verify_until'], message: expect.stringMatching(message) }],
    };
    await expect(create({ ...exception(), ssl_verify_until })).rejects.toMatchObject(refused);
    expect(await db().mcpServer.count()).toBe(0);
    const { server_id } = await create(exception());
    const before = await rowOf(server_id);
    await expect(update({ server_id, description: 'new', ssl_verify_until })).rejects.toMatchObject(refused);
    expect(await rowOf(server_id)).toEqual(before);
  });

  it('that was made before exceptions had an owner has none, and an operator may edit the rest of it', async () => {
    const { server_id } = await create({});
    await db().mcpServer.update({ where: { id: server_id }, data: { sslVerify: 'false' } });
    const record = await update({ server_id, description: 'new' }, operator);
    expect(record).toMatchObject({
      ssl_verify: false,
      ssl_verify_by: null,
      ssl_verify_until: null,
      description: 'new',
    });
  });
});

describe('the end', () => {
  it.each<[string, () => Promise<object>]>([
    ['Default', async () => ({ ssl_verify: null, ca_bundle_id: null })],
    ['"always verify"', async () => ({ ssl_verify: true, ca_bundle_id: null })],
    ['a path', async () => ({ ssl_verify: '/etc/ssl/corp.pem', ca_bundle_id: null })],
    ['a managed bundle', async () => ({ ca_bundle_id: await newBundle() })],
  ])('goes back to %s, in every answer even before anything is written', async (_, trust) => {
    const before = await create({ ...(await trust()), include_public_roots: true });
    const { server_id, ssl_verify, ca_bundle_id } = before;
    await update({ server_id, ...exception() });
    await update({ server_id, ssl_verify_reason: 'another' });
    await pass(server_id);
    const on = { ssl_verify, ca_bundle_id, ssl_verify_reason: null, ssl_verify_until: null, ssl_verify_by: null };
    expect(await read(server_id)).toMatchObject({ ...on, include_public_roots: true });
    expect(await listRecords({ actor: viewer })).toMatchObject([on]);
    const listed = await listServers({ actor: viewer, query: {} });
    expect(listed.counts.unverified).toBe(0);
    expect(listed.items).toMatchObject([
      { ...on, ca_bundle_name: ca_bundle_id && 'Corp', ssl_verify: ca_bundle_id ? null : ssl_verify },
    ]);
    expect(await listExceptions({ actor: viewer })).toEqual({ items: [], total: 0 });
    expect((await rowOf(server_id)).sslVerify).toBe('false');
    const row = await loadRow(server_id);
    expect(row).toMatchObject({ caBundleId: ca_bundle_id, sslVerifyUntil: null, sslVerifyResume: null });
    expect(await rowOf(server_id)).toMatchObject(row ?? {});
    expect(await read(server_id)).toMatchObject(on);
  });

  it('goes back to Default where the bundle was deleted meanwhile, before and after it is written', async () => {
    const id = await newBundle();
    const { server_id } = await create({ ca_bundle_id: id });
    await update({ server_id, ...exception() });
    await removeBundle({ actor: admin, id });
    expect((await getServer({ actor: viewer, id: server_id })).resumes).toEqual({
      ssl_verify: null,
      ca_bundle_id: null,
      ca_bundle_name: null,
    });
    await pass(server_id);
    const on = { ssl_verify: null, ca_bundle_id: null, ssl_verify_until: null };
    expect(await read(server_id)).toMatchObject(on);
    await loadRow(server_id);
    expect(await read(server_id)).toMatchObject(on);
    expect(await rowOf(server_id)).toMatchObject({ sslVerify: null, caBundleId: null });
  });

  it('is an entry of the audit log by Vouch itself, with what was and what is; the last result is forgotten', async () => {
    const { server_id } = await create({ ssl_verify: '/etc/ssl/corp.pem' });
    await update({ server_id, ...exception() });
    await db().mcpServer.update({
      where: { id: server_id },
      data: { ...statusColumns('healthy'), lastReport: { ok: true }, lastHealthCheck: new Date() },
    });
    const { sslVerifyUntil } = await pass(server_id);
    await Promise.all([loadRow(server_id), loadRow(server_id)]);
    const entries = await audit('servers.exception_end');
    const was = {
      ssl_verify: false,
      ssl_verify_reason: 'appliance',
      ssl_verify_until: sslVerifyUntil?.toISOString(),
      ssl_verify_by: admin.name,
    };
    expect(entries[0]).toMatchObject({ actorKind: 'system', subjectId: server_id, outcome: 'done', before: was });
    expect(entries[0]?.after).toMatchObject({ ssl_verify: '/etc/ssl/corp.pem', ssl_verify_until: null });
    expect(entries.filter(({ subjectId }) => subjectId === server_id)).toHaveLength(1);
    expect(await rowOf(server_id)).toMatchObject({
      status: 'unknown',
      lastReport: null,
      updatedBy: 'vouch',
      endedException: { until: was.ssl_verify_until, reason: 'appliance', by: admin.name },
    });
  });

  it('comes before an edit: an operator cannot keep the exception by sending the old record back', async () => {
    const record = await create(exception());
    const { server_id } = record;
    await pass(server_id);
    const { ssl_verify_until: _, ...old } = record;
    await expect(update(old, operator)).rejects.toMatchObject(forbidden);
    const seen = await read(server_id);
    const input = { ...seen, description: 'new' };
    const { record: saved } = await updateServer({ actor: operator, input, madeTo: seen.updated_at });
    expect(saved).toMatchObject({ ssl_verify: null, description: 'new' });
    await expect(updateServer({ actor: admin, input: old, madeTo: record.updated_at })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect((await audit('servers.exception_end')).map(({ subjectId }) => subjectId)).toContain(server_id);
    expect(await rowOf(server_id)).toMatchObject({ sslVerify: null, endedException: { by: admin.name } });
  });

  it('is no longer told of once an admin turns verification off again, and leads back to what was set then', async () => {
    const { server_id } = await create({ ...exception() });
    await pass(server_id);
    await loadRow(server_id);
    await update({ server_id, ssl_verify: '/etc/ssl/corp.pem' });
    expect((await getServer({ actor: viewer, id: server_id })).ended).toMatchObject({ reason: 'appliance' });
    await update({ server_id, ...exception() });
    const detail = await getServer({ actor: viewer, id: server_id });
    expect(detail).toMatchObject({ ended: null, resumes: { ssl_verify: '/etc/ssl/corp.pem', ca_bundle_id: null } });
  });

  it('does not keep a server from being deleted', async () => {
    const { server_id } = await create(exception());
    await pass(server_id);
    expect(await removeServer({ actor: operator, id: server_id })).toEqual({ server_id });
  });
});

describe('the list of exceptions', () => {
  it('has every one of them: first those without an end, then what ends first', async () => {
    await create({ server_name: 'later', ...exception(), ssl_verify_until: inDays(9) });
    await create({ server_name: 'never', ssl_verify: false });
    await create({ server_name: 'verified' });
    await create({ server_name: 'sooner', ...exception(), ssl_verify_until: inDays(2), url: `${url}?token=s3cret` });
    const { items, total } = await listExceptions({ actor: viewer });
    expect(items.map(({ server_name }) => server_name)).toEqual(['never', 'sooner', 'later']);
    expect(total).toBe(3);
    expect(items[1]).toMatchObject({
      reason: 'appliance',
      by: admin.name,
      until: expect.any(String),
      state: 'unknown',
    });
    expect(JSON.stringify(items)).not.toContain('s3cret');
  });
});
