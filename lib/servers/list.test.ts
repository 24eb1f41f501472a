import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { admin as actor } from '../access/actors.fixture';
import { db } from '../db/client';
import type { Prisma } from '../db/generated/client';
import { setGlobalSslVerify } from '../trust/global-setting';
import { PAGE_SIZE, type ServerListQuery } from './dto';
import { listServers } from './list';
import { statusColumns } from './status';

const list = (query: Partial<ServerListQuery> = {}) => listServers({ actor, query });
const names = async (query: Partial<ServerListQuery> = {}) =>
  (await list(query)).items.map(({ server_name }) => server_name);

function row(name: string, more: Partial<Prisma.McpServerCreateManyInput> = {}): Prisma.McpServerCreateManyInput {
  return { id: `id-${name}`, name, url: `https://${name}.corp.example/mcp`, transport: 'http', ...more };
}
const DAY = 86_400_000;
const inDays = (days: number) => ({ certificateExpiresAt: new Date(Date.now() + days * DAY) });
const insertBundle = (id: string, name: string) =>
  db().caBundle.create({ data: { id, name, pem: '', sha256: '', certificateCount: 1 } });
const insert = (...data: Prisma.McpServerCreateManyInput[]) => db().mcpServer.createMany({ data });

afterEach(async () => {
  delete process.env.SSL_VERIFY;
  setGlobalSslVerify(null);
  await db().mcpServer.deleteMany();
  await db().caBundle.deleteMany();
});

describe('the server list', () => {
  it('shows what is broken first, then by name', async () => {
    await insert(
      row('a', statusColumns('healthy')),
      row('b', statusColumns('unknown')),
      row('d', statusColumns('failing')),
      row('c', statusColumns('failing')),
      row('e', statusColumns('degraded')),
    );
    expect(await names()).toEqual(['c', 'd', 'e', 'b', 'a']);
    expect(await names({ sort: 'status', direction: 'desc' })).toEqual(['a', 'b', 'e', 'c', 'd']);
    expect(await names({ sort: 'name', direction: 'desc' })).toEqual(['e', 'd', 'c', 'b', 'a']);
    expect(await names({ sort: 'url' })).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('sorts by the last check, never-checked servers at the end both ways', async () => {
    await insert(
      row('never'),
      row('old', { lastHealthCheck: new Date('2026-01-01T00:00:00Z') }),
      row('new', { lastHealthCheck: new Date('2026-02-01T00:00:00Z') }),
    );
    expect(await names({ sort: 'last_check', direction: 'asc' })).toEqual(['old', 'new', 'never']);
    expect(await names({ sort: 'last_check', direction: 'desc' })).toEqual(['new', 'old', 'never']);
  });

  it('sorts by the end of certificates, servers without one at the end both ways', async () => {
    await insert(row('none'), row('later', inDays(400)), row('past', inDays(-3)), row('soon', inDays(12)));
    expect(await names({ sort: 'expires', direction: 'asc' })).toEqual(['past', 'soon', 'later', 'none']);
    expect(await names({ sort: 'expires', direction: 'desc' })).toEqual(['later', 'soon', 'past', 'none']);
  });

  it('finds and counts the certificates that end in less than 30 days or have ended', async () => {
    await insert(
      row('none'),
      row('past', inDays(-3)),
      row('soon', { ...inDays(29.9), ...statusColumns('failing') }),
      row('later', inDays(30.1)),
      row('never', { certificateExpiresAt: new Date('9999-12-31T23:59:59Z') }),
    );
    expect(await names({ expires: 'soon', sort: 'name' })).toEqual(['past', 'soon']);
    expect(await names({ expires: 'soon', status: 'failing' })).toEqual(['soon']);
    const { counts, items } = await list({ search: 'never' });
    expect(counts.expiring).toBe(2);
    expect(items[0]?.certificate_expires_at).toBe('9999-12-31T23:59:59.000Z');
  });

  it('finds every word in name, alias, description or address, in any case', async () => {
    await insert(row('payments', { description: 'Money out' }), row('ledger', { alias: 'money' }), row('mail'));
    expect(await names({ search: 'MONEY', sort: 'name' })).toEqual(['ledger', 'payments']);
    expect(await names({ search: 'mail.corp' })).toEqual(['mail']);
    expect(await names({ search: 'money pay' })).toEqual(['payments']);
    expect(await names({ search: '   ' })).toHaveLength(3);
    expect(await names({ search: `' OR 1=1 --` })).toEqual([]);
  });

  it('takes "%", "_" and "\\" in a search for themselves', async () => {
    await insert(row('a_b'), row('axb'), row('p', { description: '100% of \\\\share' }));
    expect(await names({ search: 'a_b' })).toEqual(['a_b']);
    expect(await names({ search: '%' })).toEqual(['p']);
    expect(await names({ search: '\\\\share' })).toEqual(['p']);
  });

  it('does not let a search look into the query string of an address', async () => {
    await insert(row('a', { url: 'https://h.example/mcp?token=s3cret' }));
    expect(await names({ search: 'h.example/mcp' })).toEqual(['a']);
    for (const search of ['s3cret', 'token', '?', '%s3c%']) expect(await names({ search })).toEqual([]);
    expect((await list()).items[0]?.url).toBe('https://h.example/mcp?token=[set]');
  });

  it('filters by status, TLS mode and source', async () => {
    await insertBundle('corp', 'Corp bundle');
    await insert(
      row('default', statusColumns('failing')),
      row('path', { sslVerify: '/etc/ssl/corp.pem' }),
      row('managed', { caBundleId: 'corp', sslVerify: '/data/corp.pem' }),
      row('off', { sslVerify: 'false' }),
      row('on', { sslVerify: 'true', isConfig: true }),
    );
    expect(await names({ status: 'failing' })).toEqual(['default']);
    expect(await names({ tls: 'default' })).toEqual(['default']);
    expect(await names({ tls: 'custom_ca' })).toEqual(['managed', 'path']);
    expect(await names({ tls: 'disabled' })).toEqual(['off']);
    expect(await names({ tls: 'verify' })).toEqual(['on']);
    expect(await names({ source: 'config' })).toEqual(['on']);
    expect(await names({ source: 'database', tls: 'verify' })).toEqual([]);
  });

  it('names the managed bundle that a server is verified against', async () => {
    await insertBundle('b1', 'Corp bundle');
    await insert(row('managed', { caBundleId: 'b1', sslVerify: '/data/b1.pem' }), row('path', { sslVerify: '/a.pem' }));
    expect((await list()).items).toMatchObject([
      { server_name: 'managed', ca_bundle_id: 'b1', ca_bundle_name: 'Corp bundle' },
      { server_name: 'path', ca_bundle_id: null, ca_bundle_name: null },
    ]);
  });

  it('counts over all servers whatever the filter', async () => {
    await insert(
      row('a', statusColumns('failing')),
      row('b', { ...statusColumns('healthy'), sslVerify: 'false' }),
      row('c'),
    );
    const counts = { all: 3, healthy: 1, degraded: 0, failing: 1, unknown: 1, expiring: 0, unverified: 1 };
    expect(await list({ search: 'nothing' })).toMatchObject({ items: [], total: 0, page: 1, pageCount: 1, counts });
  });

  it('counts and finds Default servers as unverified where the environment or the YAML file turns verification off', async () => {
    await insert(row('a'), row('b', { sslVerify: 'true' }), row('c', { sslVerify: 'false' }));
    const expectUnverified = async (...expected: string[]) => {
      expect((await list()).counts.unverified).toBe(expected.length);
      expect(await names({ tls: 'unverified', sort: 'name' })).toEqual(expected);
      expect(await names({ tls: 'disabled' })).toEqual(['c']);
    };
    await expectUnverified('c');
    process.env.SSL_VERIFY = 'false';
    await expectUnverified('a', 'c');
    expect(await names({ tls: 'unverified', search: 'a.corp' })).toEqual(['a']);
    process.env.SSL_VERIFY = 'true';
    setGlobalSslVerify('false');
    await expectUnverified('c');
    delete process.env.SSL_VERIFY;
    await expectUnverified('a', 'c');
    process.env.SSL_VERIFY = 'nonsense';
    await expectUnverified('c');
  });

  it('takes an exception that has ended for what it goes back to, though nothing has written that down', async () => {
    await insertBundle('b1', 'Corp bundle');
    const off = (ms: number, resume?: object) => ({
      sslVerify: 'false',
      sslVerifyUntil: new Date(Date.now() + ms),
      ...(resume && { sslVerifyResume: { ssl_verify: null, ca_bundle_id: null, ...resume } }),
    });
    await insert(
      row('endless', { sslVerify: 'false' }),
      row('open', off(60_000)),
      row('to_default', off(-1)),
      row('to_bundle', off(-1, { ca_bundle_id: 'b1' })),
      row('to_lost_bundle', off(-1, { ca_bundle_id: 'gone' })),
      row('to_path', off(-1, { ssl_verify: '/a.pem' })),
      row('to_true', off(-1, { ssl_verify: 'true' })),
    );
    const sorted = (tls: ServerListQuery['tls']) => names({ tls, sort: 'name' });
    expect(await sorted('disabled')).toEqual(['endless', 'open']);
    expect(await sorted('unverified')).toEqual(['endless', 'open']);
    expect((await list()).counts.unverified).toBe(2);
    expect(await sorted('default')).toEqual(['to_default', 'to_lost_bundle']);
    expect(await sorted('custom_ca')).toEqual(['to_bundle', 'to_path']);
    expect(await sorted('verify')).toEqual(['to_true']);
    process.env.SSL_VERIFY = 'false';
    expect(await sorted('unverified')).toEqual(['endless', 'open', 'to_default', 'to_lost_bundle']);
    const shown = (await list({ search: 'to_', sort: 'name' })).items;
    expect(shown.map(({ ssl_verify }) => ssl_verify)).toEqual([null, null, null, '/a.pem', true]);
    expect(shown.every((item) => item.ssl_verify_until === null)).toBe(true);
  });

  it('gives every server on exactly one page, and the last page for one past the end', async () => {
    await insert(...Array.from({ length: PAGE_SIZE * 2 + 1 }, (_, index) => row(`s${String(index).padStart(3, '0')}`)));
    const pages = await Promise.all([1, 2, 3].map((page) => names({ page })));
    expect(pages.map((page) => page.length)).toEqual([PAGE_SIZE, PAGE_SIZE, 1]);
    expect(new Set(pages.flat()).size).toBe(PAGE_SIZE * 2 + 1);
    expect(await list({ page: 99 })).toMatchObject({ page: 3, pageCount: 3, total: PAGE_SIZE * 2 + 1 });
    for (const page of [0, -1, Number.NaN, 1.5]) expect((await list({ page })).page).toBe(1);
  });
});

describe('a list of 10,000 servers', () => {
  afterAll(() => db().$disconnect());

  it('is answered a page at a time, with the number of all that match', async () => {
    await db().$executeRaw`
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
      INSERT INTO mcp_servers (server_id, server_name, url, transport, updated_at, status, status_order,
        certificate_expires_at, last_report)
      SELECT 'id' || i, 's' || i, 'https://s' || i || '.example/mcp', 'http', '2026-01-01T00:00:00.000+00:00',
        CASE WHEN i % 3 THEN 'healthy' ELSE 'failing' END, CASE WHEN i % 3 THEN 3 ELSE 0 END,
        strftime('%Y-%m-%dT%H:%M:%fZ', 'now', (i % 400 - 10) || ' days'),
        json_object('padding', hex(zeroblob(4000))) FROM n`;
    for (const [query, total, shown] of [
      [{}, 10_000, PAGE_SIZE],
      [{ page: 200 }, 10_000, PAGE_SIZE],
      [{ search: 's99' }, 111, PAGE_SIZE],
      [{ search: 's9999' }, 1, 1],
      [{ sort: 'last_check', status: 'failing' }, 3333, PAGE_SIZE],
    ] as const) {
      const page = await list(query);
      expect([page.total, page.items.length]).toEqual([total, shown]);
      expect(JSON.stringify(page)).not.toContain('padding');
    }
    const ending = (await list({ sort: 'expires', expires: 'soon' })).items.map((item) => item.certificate_expires_at);
    expect(ending).toEqual([...ending].sort());
    expect(ending).toHaveLength(PAGE_SIZE);
  });
});
