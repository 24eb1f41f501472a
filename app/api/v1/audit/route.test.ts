import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { signedIn } from '@/lib/accounts/sign-in.fixture';
import { emptyLog, fillLog, write } from '@/lib/audit/stored-log.fixture';
import { db } from '@/lib/db/client';
import { GET as download } from './export/route';
import * as retention from './retention/route';
import { GET as list } from './route';

type Operation = (request: Request, context: { params: Promise<Record<string, never>> }) => Promise<Response>;

const browsers: Record<string, Headers> = {};
beforeAll(async () => {
  for (const role of ['viewer', 'admin'] as const) browsers[role] = await signedIn(role);
});
afterAll(() => db().$disconnect());

function ask(operation: Operation, query = '', { as = 'viewer', ...init }: RequestInit & { as?: string } = {}) {
  const headers = new Headers(browsers[as]);
  if (init.body) headers.set('content-type', 'application/json');
  const url = `http://vouch.corp.example/api/v1/audit${query}`;
  return operation(new Request(url, { ...init, headers }), { params: Promise.resolve({}) });
}

describe('GET /api/v1/audit', () => {
  it('answers a page by what the query says', async () => {
    emptyLog();
    await write({ detail: '100%' });
    await write({ outcome: 'refused' });
    await write({ action: 'bundles.remove' });
    const answer = async (query: string) => (await ask(list, query)).json();
    expect(await answer('')).toMatchObject({
      entries: [{ seq: 3 }, { seq: 2 }, { seq: 1 }],
      total: 3,
      next_before: null,
    });
    expect(await answer('?outcome=refused')).toMatchObject({ entries: [{ seq: 2 }], total: 1 });
    expect(await answer('?before=3&actor=admin')).toMatchObject({ entries: [{ seq: 2 }, { seq: 1 }], total: 3 });
    expect(await answer('?search=0%25&from=2000-01-01&action=')).toMatchObject({ entries: [{ seq: 1 }], total: 1 });
  });

  it('answers 400 with the parameter that cannot be read', async () => {
    for (const [query, error] of [
      ['?from=soon', 'from: a day like 2026-11-22, or a time like 2026-11-22T10:00:00Z'],
      ['?outcom=refused', 'there is no parameter "outcom"'],
      ['?action=a&action=b', '"action" stands in the query more than once'],
    ] as const) {
      const response = await ask(list, query);
      expect([response.status, await response.json()]).toEqual([400, { detail: { error } }]);
    }
  });
});

describe('GET /api/v1/audit/export', () => {
  it.each([
    ['csv', 'text/csv; charset=utf-8; header=present', /^seq,at,actor_kind,.*\r\n3,.*\r\n2,.*\r\n1,.*\r\n$/],
    ['json', 'application/json', /^\[\n\{"seq":3,.*\},\n\{"seq":2,.*\},\n\{"seq":1,.*\}\n\]\n$/],
  ])('downloads %s under a name, and no cache keeps it', async (format, type, content) => {
    emptyLog();
    fillLog(3);
    const response = await ask(download, `/export?format=${format}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const today = new Date().toISOString().slice(0, 10);
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="vouch-audit-${today}.${format}"`);
    expect(await response.text()).toMatch(content);
  });

  it('takes the filters of the list', async () => {
    emptyLog();
    fillLog(100);
    const entries = await (await ask(download, '/export?format=json&outcome=refused&from=2000-01-01')).json();
    expect(entries.map(({ seq }: { seq: number }) => seq)).toEqual([100, 50]);
  });

  it.each(['/export', '/export?format=xml', '/export?format=csv&before=7', '/export?format=csv&format=json'])(
    'answers 400 to %s',
    async (query) => expect((await ask(download, query)).status).toBe(400),
  );

  it('reads no further when the caller leaves', async () => {
    emptyLog();
    fillLog(10_000);
    const find = vi.spyOn(db().auditEntry, 'findMany');
    try {
      const reader = (await ask(download, '/export?format=csv')).body?.getReader();
      for (let count = 0; count < 3; count += 1) await reader?.read();
      await reader?.cancel();
      const read = find.mock.calls.length;
      expect(read).toBeLessThan(5);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(find).toHaveBeenCalledTimes(read);
    } finally {
      find.mockRestore();
    }
  });

  it('breaks off, and does not end, when the database fails in the middle', async () => {
    emptyLog();
    fillLog(1_200);
    const report = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const response = await ask(download, '/export?format=csv');
    const find = vi.spyOn(db().auditEntry, 'findMany').mockRejectedValue(new Error('disk I/O error'));
    try {
      await expect(response.text()).rejects.toThrow('disk I/O error');
      expect(report.mock.calls.join()).toContain('a download broke off');
    } finally {
      find.mockRestore();
      report.mockRestore();
    }
  });
});

describe('/api/v1/audit/retention', () => {
  const put = (body: string, as = 'admin') => ask(retention.PUT, '/retention', { method: 'PUT', body, as });
  const get = async () => (await ask(retention.GET, '/retention')).json();

  it('answers and sets how long entries are kept', async () => {
    emptyLog();
    expect(await get()).toEqual({ keep_days: null });
    const response = await put('{"keep_days":365}');
    expect([response.status, await response.json()]).toEqual([200, { keep_days: 365 }]);
    expect(await get()).toEqual({ keep_days: 365 });
  });

  it('answers 422 with the field, 400 to what is no JSON, 403 to a viewer, and sets nothing', async () => {
    const before = await get();
    const response = await put('{"keep_days":7}');
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ detail: [{ loc: ['body', 'keep_days'] }] });
    expect((await put('{')).status).toBe(400);
    expect((await put('{"keep_days":30}', 'viewer')).status).toBe(403);
    expect(await get()).toEqual(before);
  });
});
