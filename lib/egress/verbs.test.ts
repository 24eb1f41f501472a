import { createServer as createHttpServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { listen } from '../../lab/listen';
import { admin, operator, viewer } from '../access/actors.fixture';
import { db } from '../db/client';
import { AppError } from '../errors';
import { setEgressRules } from '../mcp/egress-rules';
import { resolveHost } from '../mcp/resolve-host';
import { createServer } from '../servers/create';
import { getEgress } from './get';
import { loadEgressRules } from './load';
import { MAX_EGRESS_ENTRIES } from './schema';
import { tryEgress } from './try';
import { updateEgress } from './update';

afterEach(async () => {
  await db().setting.deleteMany();
  await db().mcpServer.deleteMany();
  setEgressRules({ allow: [], deny: [] });
});

const update = (input: unknown, madeTo?: string | null) => updateEgress({ actor: admin, input, madeTo });
const get = () => getEgress({ actor: viewer });
const attempt = (address: string, draft: object = {}) => tryEgress({ actor: operator, input: { address, ...draft } });
/** Of changes and trials that were done, in their order; the log of a whole file's tests cannot be emptied. */
const entries = () =>
  db().auditEntry.findMany({
    where: { action: { startsWith: 'egress.' }, outcome: 'done' },
    orderBy: { seq: 'asc' },
  });
const isDialled = (host: string) =>
  resolveHost(host).then(
    () => true,
    () => false,
  );

async function failure(run: Promise<unknown>): Promise<AppError> {
  const error = await run.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!(error instanceof AppError)) throw new Error('it was not refused', { cause: error });
  return error;
}

describe('the rules', () => {
  it('are empty until somebody sets them, and say what no rule can allow', async () => {
    const rules = await get();
    expect(rules).toMatchObject({ allow: [], deny: [], updated_at: null, updated_by: null });
    expect(rules.built_in.flatMap(({ ranges }) => ranges)).toContain('169.254.0.0/16');
  });

  it('are stored in their normal form, each once, and in force at once', async () => {
    expect(await isDialled('127.0.0.1')).toBe(true);
    const { record, warnings } = await update({
      allow: [' 127.0.0.0/8 ', '*.Corp.Example.', '*.corp.example'],
      deny: ['127.0.0.1/32', '127.0.0.1', 'BÜCHER.example'],
    });
    expect(record).toMatchObject({
      allow: ['127.0.0.0/8', '*.corp.example'],
      deny: ['127.0.0.1', 'xn--bcher-kva.example'],
      updated_by: admin.name,
    });
    expect(warnings).toEqual([]);
    expect(await get()).toEqual(record);
    expect(await isDialled('127.0.0.1')).toBe(false);
    expect(await isDialled('127.0.0.2')).toBe(true);
    expect(await isDialled('10.0.0.7')).toBe(false);
  });

  it('keep the list that a change leaves out', async () => {
    await update({ allow: ['127.0.0.0/8'], deny: ['127.0.0.1'] });
    expect((await update({ allow: ['127.0.0.2'] })).record).toMatchObject({
      allow: ['127.0.0.2'],
      deny: ['127.0.0.1'],
    });
    expect((await update({ deny: [] })).record).toMatchObject({ allow: ['127.0.0.2'], deny: [] });
    expect((await update({ allow: [] })).record).toMatchObject({ allow: [], deny: [] });
    expect(await isDialled('10.0.0.7')).toBe(true);
  });

  it('are put in force again at the start', async () => {
    await update({ deny: ['127.0.0.1'] });
    setEgressRules({ allow: [], deny: [] });
    await loadEgressRules();
    expect(await isDialled('127.0.0.1')).toBe(false);
  });

  it.each([
    ['a text', 'deny'],
    ['no lists', { allow: [] }],
    ['an entry that is none', { allow: [], deny: ['10.0.0.1/8'] }],
  ])('stop the start when what is stored is %s', async (_title, value) => {
    await db().setting.create({ data: { key: 'egress', value, updatedBy: 'ana' } });
    await expect(loadEgressRules()).rejects.toThrow(/egress rules in the database cannot be read.*row "egress"/);
  });
});

describe('a change', () => {
  it('is refused with every entry that is none, and changes nothing', async () => {
    await update({ deny: ['127.0.0.1'] });
    const logged = (await entries()).length;
    const error = await failure(update({ allow: ['mcp.corp', '10.0.0.1/8'], deny: ['*', '::1', 'https://a.b/'] }));
    expect(error.code).toBe('bad_input');
    expect(error.issues.map(({ path }) => path)).toEqual([
      ['allow', 1],
      ['deny', 0],
      ['deny', 2],
    ]);
    expect(error.message).toContain('write 10.0.0.0/8');
    expect(await get()).toMatchObject({ allow: [], deny: ['127.0.0.1'] });
    expect(await isDialled('127.0.0.1')).toBe(false);
    expect(await entries()).toHaveLength(logged);
  });

  it.each([
    ['a text for a list', { deny: '127.0.0.1' }],
    ['null for a list', { deny: null }],
    ['a number for an entry', { deny: [1] }],
    ['too many entries', { deny: Array.from({ length: MAX_EGRESS_ENTRIES + 1 }, (_, index) => `h${index}`) }],
    ['no object', ['127.0.0.1']],
  ])('is refused for %s', async (_title, input) => {
    expect((await failure(update(input))).code).toBe('bad_input');
  });

  it('takes as many entries as it says', async () => {
    const deny = Array.from({ length: MAX_EGRESS_ENTRIES }, (_, index) => `10.${index >> 8}.${index & 255}.0/24`);
    expect((await update({ deny })).record.deny).toEqual(deny);
  });

  it('does not overwrite one that was made meanwhile', async () => {
    const { record } = await update({ deny: ['127.0.0.1'] }, null);
    expect((await failure(update({ deny: [] }, null))).code).toBe('conflict');
    expect((await failure(update({ deny: [] }, '2020-01-01T00:00:00.000Z'))).code).toBe('conflict');
    expect(await get()).toEqual(record);
    expect(await isDialled('127.0.0.1')).toBe(false);
    expect((await update({ deny: [] }, record.updated_at)).record.deny).toEqual([]);
  });

  it('stands in the audit log with what was before and after', async () => {
    const before = (await entries()).length;
    await update({ deny: ['10.0.0.0/8'] });
    await update({ deny: ['10.0.0.0/8', '::1'] });
    const [first, second] = (await entries()).slice(before);
    expect(first).toMatchObject({
      actorName: admin.name,
      outcome: 'done',
      subjectType: 'setting',
      subjectId: 'egress',
    });
    expect([second?.before, second?.after]).toEqual([{ deny: ['10.0.0.0/8'] }, { deny: ['10.0.0.0/8', '::1'] }]);
  });

  it('names the servers that it cuts off, as far as their URLs tell', async () => {
    const servers = {
      by_name: 'https://mcp.corp.example/mcp',
      by_address: 'http://10.0.0.7/mcp',
      on_this_machine: 'http://tools.localhost:8080/mcp',
      by_ipv6: 'http://[fd12::7]/mcp',
      unknown: 'https://mcp.other.example/mcp',
      cut_off_before: 'http://10.9.9.9/mcp',
    };
    for (const [server_name, url] of Object.entries(servers)) {
      await createServer({ actor: admin, input: { server_name, url, transport: 'http' } });
    }
    const { warnings: first } = await update({ deny: ['10.9.9.9'] });
    expect(first).toEqual([
      '"cut_off_before" can no longer be reached: 10.9.9.9 is denied by 10.9.9.9 on the deny list',
    ]);
    const { warnings } = await update({ deny: ['*.corp.example', '10.0.0.0/8', '127.0.0.0/8', '::1', 'fd00::/8'] });
    expect(warnings).toEqual([
      '"by_address" can no longer be reached: 10.0.0.7 is denied by 10.0.0.0/8 on the deny list',
      '"by_ipv6" can no longer be reached: fd12::7 is denied by fd00::/8 on the deny list',
      '"by_name" can no longer be reached: mcp.corp.example is denied by *.corp.example on the deny list',
      '"on_this_machine" can no longer be reached: 127.0.0.1 is denied by 127.0.0.0/8 on the deny list',
    ]);
    expect((await update({ deny: ['127.0.0.0/8'] })).warnings).toEqual([]);
    expect((await update({ deny: [], allow: ['mcp.corp.example'] })).warnings.map((one) => one.split('"')[1])).toEqual([
      'by_address',
      'by_ipv6',
      'cut_off_before',
      'on_this_machine',
      'unknown',
    ]);
  });

  it('names the fields that nothing reads', async () => {
    const { warnings } = await update({ ...(await get()), denny: [] });
    expect(warnings).toEqual([
      '`built_in`: read-only, not changed',
      '`updated_at`: read-only, not changed',
      '`updated_by`: read-only, not changed',
      '`denny`: did you mean `deny`?',
    ]);
  });
});

describe('roles', () => {
  it('viewers see the rules, operators try addresses, admins change the rules', async () => {
    expect((await failure(tryEgress({ actor: viewer, input: { address: 'a' } }))).code).toBe('forbidden');
    expect((await failure(updateEgress({ actor: operator, input: { deny: [] } }))).code).toBe('forbidden');
    expect((await get()).updated_at).toBeNull();
  });
});

describe('a trial', () => {
  it('tells the host as connections see it, every address and what decides', async () => {
    await update({ deny: ['127.0.0.0/8'] });
    expect(await attempt('https://127.1:8443/mcp')).toEqual({
      host: '127.0.0.1',
      is_allowed: false,
      sentence: '127.0.0.1 is denied by 127.0.0.0/8 on the deny list.',
      addresses: [
        {
          address: '127.0.0.1',
          is_allowed: false,
          decided_by: 'deny',
          entry: '127.0.0.0/8',
          reason: '127.0.0.1 is denied by 127.0.0.0/8 on the deny list',
        },
      ],
    });
    expect(await attempt('10.0.0.7')).toMatchObject({
      is_allowed: true,
      sentence: '10.0.0.7 is not on the deny list, and the allow list is empty.',
    });
    expect(await attempt('localhost')).toMatchObject({
      addresses: expect.arrayContaining([expect.objectContaining({ address: '127.0.0.1', is_allowed: false })]),
    });
  });

  it('takes lists that are not saved in place of those in force, and saves nothing', async () => {
    await update({ deny: ['127.0.0.1'] });
    const logged = (await entries()).length;
    expect(await attempt('127.0.0.1', { deny: [] })).toMatchObject({ is_allowed: true });
    expect(await attempt('127.0.0.1', { allow: ['127.0.0.1'] })).toMatchObject({ is_allowed: false });
    expect(await attempt('mcp.corp.example', { allow: ['*.other.example'], deny: [] })).toEqual({
      host: 'mcp.corp.example',
      is_allowed: false,
      sentence: 'mcp.corp.example is not on the allow list.',
      addresses: [],
    });
    expect((await failure(attempt('127.0.0.1', { deny: ['::1', '*'] }))).issues[0]?.path).toEqual(['deny', 1]);
    expect((await get()).deny).toEqual(['127.0.0.1']);
    expect(await entries()).toHaveLength(logged);
  });

  it.each([
    ['::1', '::1'],
    ['[::1]:8080', '::1'],
    ['LOCALHOST.:80', 'localhost.'],
    ['localhost/mcp?token=x', 'localhost'],
    ['  http://localhost  ', 'localhost'],
    ['0x7f.1', '127.0.0.1'],
    ['::FFFF:127.0.0.1', '::ffff:7f00:1'],
  ])('reads %s as a connection would', async (address, host) => {
    expect((await attempt(address)).host).toBe(host);
  });

  it.each([
    ['', /Address is empty/],
    ['ftp://a.example/', /starts with https:\/\/ or http:\/\//],
    ['https://ana:hunter2@a.example/', /user name or password/],
    ['a b', /no host name, IP address or URL/],
    ['ana:hunter2@a.example', /no host name, IP address or URL/],
    ['http://', /complete address/],
    ['x'.repeat(3000), /longer than 2048/],
  ])('refuses %s', async (address, reason) => {
    const error = await failure(attempt(address));
    expect([error.code, error.issues[0]?.path]).toEqual(['bad_input', ['address']]);
    expect(error.message).toMatch(reason);
    expect(error.message).not.toContain('hunter2');
  });

  it('tells of a name that nobody knows', async () => {
    expect(await attempt('no-such-host.invalid')).toMatchObject({
      is_allowed: false,
      sentence: expect.stringContaining('no-such-host.invalid has no address'),
      addresses: [],
    });
  });

  it('dials nothing', async () => {
    let reached = 0;
    const { port, close } = await listen(createHttpServer().on('connection', () => (reached += 1)));
    expect(await attempt(`http://127.0.0.1:${port}/mcp`)).toMatchObject({ is_allowed: true });
    await close();
    expect(reached).toBe(0);
  });
});
