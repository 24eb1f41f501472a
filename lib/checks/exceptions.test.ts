import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Lab, startLab } from '../../lab/start';
import { admin, operator, viewer } from '../access/actors.fixture';
import { db } from '../db/client';
import type { Prisma } from '../db/generated/client';
import { runCheck } from '../diagnosis/check';
import type { Report } from '../diagnosis/report';
import { createServer } from '../servers/create';
import { getServer } from '../servers/get';
import { loadRow } from '../servers/load-row';
import { targetOf } from '../servers/target';
import { updateServer } from '../servers/update';
import { applyRepair } from './apply-repair';
import { callServerTool } from './call-tool';
import { startExceptionClock } from './exception-clock';
import { recordCheck } from './record';
import { testConnection } from './test-connection';

let lab: Lab;
const stops: (() => void)[] = [];
beforeAll(async () => {
  lab = await startLab({ only: ['self-signed', 'good-intermediate'] });
}, 60_000);
afterAll(() => lab.close());
afterEach(async () => {
  for (const stop of stops.splice(0)) stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
  await db().mcpServer.deleteMany();
});

const DAY = 86_400_000;
const exception = (until: Date | null = new Date(Date.now() + DAY)) => ({
  ssl_verify: false,
  ssl_verify_reason: 'appliance',
  ssl_verify_until: until?.toISOString() ?? null,
});
async function save(name = 'self-signed', more: object = exception()): Promise<string> {
  const input = { server_name: name.replaceAll('-', '_'), url: lab.server(name).url, ...more };
  return (await createServer({ actor: admin, input })).record.server_id;
}
const set = (id: string, data: Prisma.McpServerUncheckedUpdateInput) => db().mcpServer.update({ where: { id }, data });
/** The stored end has come; nothing has noticed yet. */
const pass = (id: string) => set(id, { sslVerifyUntil: new Date(Date.now() - 1000) });
const rowOf = (id: string) => db().mcpServer.findUniqueOrThrow({ where: { id } });
const check = (id: string) => testConnection({ actor: operator, input: { server_id: id } });
const noteOf = ({ trust }: Report) => trust.trail.find(({ input }) => input === 'server.ssl_verify_until');
const startClock = (maxSleepMs?: number) => stops.push(startExceptionClock(maxSleepMs));
/** How often the clock has looked, and how many checks that led to. */
function watched() {
  const found = vi.spyOn(db().mcpServer, 'findMany');
  const calls = (field: string) =>
    found.mock.calls.filter(([query]) => query && JSON.stringify(query).includes(field)).length;
  return { rounds: () => calls('"lte"'), checks: () => calls('"orderBy":{"name"') };
}
const reported = (id: string) =>
  vi.waitFor(
    async () => {
      const { last_report } = await getServer({ actor: viewer, id });
      expect(last_report && noteOf(last_report)).toBeTruthy();
      return last_report as Report;
    },
    { timeout: 10_000, interval: 50 },
  );

describe('after the end, with nothing that writes it down', () => {
  it('not one connection is made without verification, whatever asks for it', async () => {
    const id = await save();
    expect((await check(id)).report).toMatchObject({ ok: true, trust: { verify: false } });
    const call = { server_id: id, name: 'add', arguments: { a: 1, b: 2 } };
    expect(await callServerTool({ actor: operator, input: call })).toMatchObject({ ok: true });
    await pass(id);
    const front = lab.front('self-signed');
    front.resetCounts();
    const askers: (() => Promise<unknown>)[] = [
      () => callServerTool({ actor: operator, input: call }),
      () => check(id).then(({ report }) => report),
      () =>
        testConnection({ actor: operator, input: { server_id: id, timeout_ms: 5000 } }).then(({ report }) => report),
    ];
    for (const ask of askers) {
      await set(id, { sslVerify: 'false', sslVerifyUntil: new Date(Date.now() - 1) });
      expect(await ask()).toMatchObject({ ok: false });
    }
    expect(front.requests).toBe(0);
  });

  it('nor by a target that was made before', async () => {
    const id = await save();
    const row = await loadRow(id);
    if (!row) throw new Error('no row');
    const target = targetOf(row);
    expect((await runCheck({ target })).report).toMatchObject({ ok: true, trust: { verify: false } });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * DAY });
    const { report, era } = await runCheck({ target });
    expect(report).toMatchObject({ ok: false, trust: { verify: true, source: 'default' } });
    expect(noteOf(report)).toBeTruthy();
    expect(await recordCheck({ row, report, era })).toBe(false);
  });

  it('a check that began without verification and ends later is not recorded', async () => {
    const id = await save();
    const row = await loadRow(id);
    const { report } = await check(id);
    if (!row) throw new Error('no row');
    await set(id, { status: 'unknown' });
    await pass(id);
    expect(await recordCheck({ row, report, era: null })).toBe(false);
    expect((await rowOf(id)).status).toBe('unknown');
  });

  it('the next check says what was and that it is on again, and the one after that does not', async () => {
    const id = await save('good-intermediate', { ssl_verify: lab.rootPath });
    await updateServer({ actor: admin, input: { server_id: id, ...exception() } });
    const { sslVerifyUntil } = await pass(id);
    const { report, recorded } = await check(id);
    expect(report).toMatchObject({ ok: true, trust: { verify: true, bundle: { path: lab.rootPath } } });
    const day = sslVerifyUntil?.toUTCString().slice(5, 16).replace(/^0/, '');
    expect(noteOf(report)).toEqual({
      input: 'server.ssl_verify_until',
      value: sslVerifyUntil?.toISOString(),
      used: true,
      note: `Verification was off until ${day} (reason: appliance, by ${admin.name}); it is on again.`,
    });
    expect(recorded).toBe(true);
    expect((await getServer({ actor: viewer, id })).last_report).toEqual(report);
    expect((await rowOf(id)).endedException).toBeNull();
    const next = await check(id);
    expect([noteOf(next.report), next.recorded]).toEqual([undefined, true]);
  });

  it('a check of a draft leaves that to the next check of the server', async () => {
    const id = await save();
    await pass(id);
    const draft = { server_id: id, ssl_verify: lab.server('self-signed').repairPath ?? '' };
    const { report } = await testConnection({ actor: operator, input: draft });
    expect([report.ok, noteOf(report)]).toEqual([true, undefined]);
    expect(noteOf((await check(id)).report)).toBeTruthy();
  });

  it('a check that began before the end does not take the report of it away', async () => {
    const id = await save('good-intermediate', { ssl_verify: lab.rootPath });
    const row = await loadRow(id);
    const { report } = await check(id);
    await updateServer({ actor: admin, input: { server_id: id, ...exception() } });
    await pass(id);
    await loadRow(id);
    if (!row) throw new Error('no row');
    expect(await recordCheck({ row, report, era: null })).toBe(false);
    expect(noteOf((await check(id)).report)).toBeTruthy();
  });

  it('says so too when what it goes back to cannot be used', async () => {
    const id = await save('self-signed', { ssl_verify: '/nowhere/corp.pem' });
    await updateServer({ actor: admin, input: { server_id: id, ...exception() } });
    await pass(id);
    const { report } = await check(id);
    expect(report).toMatchObject({ ok: false, error: { code: 'bundle_missing' } });
    expect(noteOf(report)?.note).toContain('it is on again');
  });

  it('says so too when nothing can be decided', async () => {
    const id = await save();
    await pass(id);
    process.env.SSL_VERIFY = 'no';
    try {
      const { report } = await check(id);
      expect(report).toMatchObject({ ok: false, trust: { source: 'env:SSL_VERIFY' } });
      expect(noteOf(report)).toBeTruthy();
    } finally {
      delete process.env.SSL_VERIFY;
    }
  });

  it('tells of another input that turns verification off', async () => {
    const id = await save();
    await pass(id);
    process.env.SSL_VERIFY = 'false';
    try {
      const { report } = await check(id);
      expect(report).toMatchObject({ ok: true, trust: { verify: false, source: 'env:SSL_VERIFY' } });
      expect(noteOf(report)?.note).toContain('another input turns it off');
    } finally {
      delete process.env.SSL_VERIFY;
    }
  });
});

describe('the clock', () => {
  it('ends what has ended, checks those servers, and leaves the others alone', async () => {
    const [ended, later, never] = [
      await save(),
      await save('good-intermediate'),
      await save('self-signed', { ...exception(null), server_name: 'never' }),
    ];
    await pass(ended);
    startClock();
    const report = await reported(ended);
    expect(report).toMatchObject({ ok: false, error: { code: 'self_signed_certificate' }, trust: { verify: true } });
    expect(await rowOf(ended)).toMatchObject({ sslVerify: null, sslVerifyUntil: null, status: 'failing' });
    for (const id of [later, never]) {
      expect(await rowOf(id)).toMatchObject({ sslVerify: 'false', status: 'unknown', lastReport: null });
    }
  });

  it('waits for the next end, and no longer', async () => {
    const id = await save();
    const { sslVerifyUntil: until } = await set(id, { sslVerifyUntil: new Date(Date.now() + 1000) });
    startClock();
    await reported(id);
    const [entry] = await db().auditEntry.findMany({ where: { action: 'servers.exception_end', subjectId: id } });
    expect(entry).toMatchObject({ actorKind: 'system', outcome: 'done' });
    expect(entry?.at.getTime()).toBeGreaterThanOrEqual(until?.getTime() ?? Number.POSITIVE_INFINITY);
  });

  it('notices an exception that was made while it slept', async () => {
    startClock(20);
    const id = await save();
    await pass(id);
    await reported(id);
  });

  it('checks what has ended while Vouch did not run, also where that is written down already', async () => {
    const id = await save();
    await pass(id);
    await loadRow(id);
    startClock();
    await reported(id);
  });

  it('checks a server once, even when the result cannot be recorded', async () => {
    const id = await save();
    await set(id, { credentials: 'not sealed here' });
    await pass(id);
    const { rounds, checks } = watched();
    startClock(20);
    await vi.waitFor(() => expect(rounds()).toBeGreaterThan(3), { timeout: 5_000 });
    expect(checks()).toBe(1);
    expect(await rowOf(id)).toMatchObject({ sslVerify: null, endedException: { reason: 'appliance' } });
  });

  it('goes on after an error, and says so in the log', async () => {
    const written = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const id = await save();
    await pass(id);
    vi.spyOn(db().mcpServer, 'findMany').mockRejectedValueOnce(new Error('the database is locked'));
    startClock(20);
    await reported(id);
    expect(String(written.mock.calls)).toContain('exceptions from verification could not be ended');
  });

  it('ends the others when one cannot be ended', async () => {
    const written = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const [broken, other] = [await save(), await save('good-intermediate')];
    await pass(broken);
    await pass(other);
    // A trigger stands for whatever may keep one row from being written.
    const name = 'keep_one_row';
    await db().$executeRawUnsafe(
      `CREATE TRIGGER ${name} BEFORE UPDATE ON mcp_servers WHEN OLD.server_id = '${broken}' BEGIN SELECT RAISE(ABORT, 'no'); END`,
    );
    try {
      startClock();
      await reported(other);
      expect(String(written.mock.calls)).toContain('the end of an exception could not be stored');
      expect((await rowOf(broken)).sslVerify).toBe('false');
    } finally {
      for (const stop of stops.splice(0)) stop();
      await db().$executeRawUnsafe(`DROP TRIGGER ${name}`);
    }
  });

  it('does nothing more once it is stopped', async () => {
    const { rounds } = watched();
    const stop = startExceptionClock(20);
    await vi.waitFor(() => expect(rounds()).toBeGreaterThan(1), { timeout: 5_000 });
    stop();
    // The round that was under way comes to its end.
    await wait(100);
    const before = rounds();
    // This one is stopped in the middle of its first round.
    startExceptionClock(20)();
    await wait(200);
    expect(rounds()).toBe(before + 1);
  });
});

describe('a draft without verification', () => {
  const draft = (more: object = {}) => ({ url: lab.server('self-signed').url, ssl_verify: false, ...more });
  const run = (input: object, actor = operator) => testConnection({ actor, input });

  it('is tested by an admin; an operator’s is refused before anything is dialled, and audited', async () => {
    expect((await run(draft(), admin)).report.ok).toBe(true);
    const front = lab.front('self-signed');
    front.resetCounts();
    await expect(run(draft())).rejects.toMatchObject({ code: 'forbidden' });
    await expect(run(draft({ ssl_verify: ' FALSE ' }))).rejects.toMatchObject({ code: 'forbidden' });
    expect(front.handshakes).toBe(0);
    const [entry] = await db().auditEntry.findMany({ orderBy: { seq: 'desc' }, take: 1 });
    expect(entry).toMatchObject({ action: 'servers.disable_verification', outcome: 'refused', subjectId: null });
  });

  it('of a server that has the exception already is an operator’s too, on its host alone', async () => {
    const id = await save();
    expect((await run({ server_id: id, ssl_verify: false, timeout_ms: 5000 })).report.ok).toBe(true);
    expect((await run({ server_id: id, timeout_ms: 5000 })).report.trust.verify).toBe(false);
    const elsewhere = lab.server('good-intermediate').url;
    for (const change of [{ url: elsewhere }, { url: elsewhere, ssl_verify: false }]) {
      await expect(run({ server_id: id, ...change })).rejects.toMatchObject({ code: 'forbidden' });
      expect((await run({ server_id: id, ...change }, admin)).report.ok).toBe(true);
    }
    await pass(id);
    await expect(run({ server_id: id, ssl_verify: false })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('of a server that verifies is refused to an operator', async () => {
    const id = await save('self-signed', {});
    await expect(run({ server_id: id, ssl_verify: false })).rejects.toMatchObject({ code: 'forbidden' });
    const [entry] = await db().auditEntry.findMany({ orderBy: { seq: 'desc' }, take: 1 });
    expect(entry).toMatchObject({ subjectId: id, subjectName: 'self_signed' });
  });
});

it('a repair ends the exception with all that belongs to it', async () => {
  const id = await save();
  const { report } = await check(id);
  const repair = report.repairs.find(({ kind }) => kind === 'trust_leaf');
  const confirmed = repair?.compare.map(({ sha256 }) => sha256);
  await applyRepair({ actor: admin, input: { server_id: id, repair_id: repair?.id, confirmed } });
  expect(await rowOf(id)).toMatchObject({
    ...{ sslVerify: null, caBundleId: expect.any(String), sslVerifyReason: null, sslVerifyUntil: null },
    ...{ sslVerifyBy: null, sslVerifyResume: null, endedException: null, status: 'healthy' },
  });
});
