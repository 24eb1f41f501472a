import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runs } from '../../lab/property-run';
import { admin, viewer } from '../access/actors.fixture';
import { db } from '../db/client';
import type { AuditRecord } from './dto';
import { exportAudit } from './export';
import { listAudit } from './list';
import { emptyLog, fillLog, write } from './stored-log.fixture';

beforeEach(emptyLog);
afterAll(() => db().$disconnect());

async function content(query: object): Promise<string> {
  const { chunks } = await exportAudit({ actor: viewer, query });
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

/** A reader of CSV by RFC 4180, section 2; throws where there is a character that may not be. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let rest = text;
  let row: string[] = [];
  while (rest !== '') {
    const [all, quoted, plain = '', end] = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest) ?? [];
    if (all === undefined) throw new Error(`not CSV: ${rest.slice(0, 40)}`);
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\r\n') {
      rows.push(row);
      row = [];
    }
    rest = rest.slice(all.length);
  }
  return rows;
}

const csv = async (query: object = {}) => readCsv(await content({ format: 'csv', ...query }));
const json = async (query: object = {}): Promise<AuditRecord[]> =>
  JSON.parse(await content({ format: 'json', ...query }));

describe('an export', () => {
  it('has a name with the day, and the type of its format', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T12:00:00Z') });
    const [asCsv, asJson] = [
      await exportAudit({ actor: viewer, query: { format: 'csv' } }),
      await exportAudit({ actor: viewer, query: { format: 'json' } }),
    ];
    vi.useRealTimers();
    expect([asCsv.fileName, asCsv.contentType]).toEqual([
      'vouch-audit-2026-11-22.csv',
      'text/csv; charset=utf-8; header=present',
    ]);
    expect([asJson.fileName, asJson.contentType]).toEqual(['vouch-audit-2026-11-22.json', 'application/json']);
  });

  it('has everything an entry says, in both formats', async () => {
    await write({
      subject: { type: 'server', id: 's1', name: 'Zahlung, "neu"' },
      detail: 'line 1\r\nline 2',
      before: { url: 'https://a.example/' },
      after: { url: 'https://b.example/?q=",', ssl_verify: false },
    });
    const { entries } = await listAudit({ actor: admin });
    expect(await json()).toEqual(entries);
    const [header = [], line = []] = await csv();
    const read = Object.fromEntries(header.map((name, index) => [name, line[index]]));
    const [entry] = entries;
    expect(Object.keys(read)).toEqual(Object.keys(entry ?? {}));
    expect(read).toEqual({
      ...entry,
      seq: '1',
      before: JSON.stringify(entry?.before),
      after: JSON.stringify(entry?.after),
    });
  });

  it('goes by the same filters as the list', async () => {
    await write({ action: 'servers.create' });
    await write({ outcome: 'refused', detail: 'why' });
    await write({ actor: { ...admin, name: 'ana' } });
    for (const query of [
      { action: 'servers.create' },
      { outcome: 'refused' },
      { search: 'ana' },
      { actor: 'ana' },
      {},
    ]) {
      const { entries } = await listAudit({ actor: admin, query });
      expect(await json(query)).toEqual(entries);
      expect((await csv(query)).slice(1).map(([seq]) => Number(seq))).toEqual(entries.map(({ seq }) => seq));
    }
  });

  it('has every entry once, over several pages', async () => {
    fillLog(1_501);
    const all = Array.from({ length: 1_501 }, (_, index) => 1_501 - index);
    expect((await json()).map(({ seq }) => seq)).toEqual(all);
    expect((await csv()).slice(1).map(([seq]) => Number(seq))).toEqual(all);
    expect((await json({ outcome: 'refused' })).length).toBe(30);
  });

  it('has every entry that matches once, however far they are from another', async () => {
    fillLog(45_000);
    const refused = Array.from({ length: 900 }, (_, index) => 45_000 - index * 50);
    expect((await json({ outcome: 'refused' })).map(({ seq }) => seq)).toEqual(refused);
    expect((await json({ search: 'number 20000' })).map(({ seq }) => seq)).toEqual([20_000]);
    const hour = { from: '2025-10-09T09:00:00Z', to: '2025-10-09T10:00:00Z' };
    expect((await json(hour)).length).toBe(3_600);
  });

  it('has no entry that is written meanwhile', async () => {
    fillLog(1_000);
    const { chunks } = await exportAudit({ actor: viewer, query: { format: 'csv' } });
    let text = '';
    for await (const chunk of chunks) {
      text += chunk;
      if (text.split('\r\n').length > 2) await write();
    }
    expect(readCsv(text).length).toBe(1_001);
  });

  it('is a header, or an empty list, when nothing matches', async () => {
    expect(await csv({ search: 'nowhere' })).toHaveLength(1);
    expect(await json({ search: 'nowhere' })).toEqual([]);
  });

  it('reads no more than was asked for, and stops when it is left', async () => {
    fillLog(5_000);
    const find = vi.spyOn(db().auditEntry, 'findMany');
    try {
      const { chunks } = await exportAudit({ actor: viewer, query: { format: 'csv' } });
      for await (const chunk of chunks) if (chunk.startsWith('5000')) break;
      expect(find).toHaveBeenCalledTimes(1);
    } finally {
      find.mockRestore();
    }
    const controller = new AbortController();
    const { chunks } = await exportAudit({ actor: viewer, query: { format: 'json' }, signal: controller.signal });
    const read = async () => {
      for await (const _chunk of chunks) controller.abort();
    };
    await expect(read()).rejects.toThrow(/abort/i);
  });

  it.each([
    [{}, 'format: csv or json'],
    [{ format: 'xml' }, 'format: csv or json'],
    [{ format: 'csv', outcome: 'x' }, 'outcome: done or refused'],
    [{ format: 'csv', before: '7' }, 'there is no parameter "before"'],
  ])('for %j is refused', async (query, message) => {
    await expect(exportAudit({ actor: viewer, query })).rejects.toMatchObject({ code: 'bad_input', message });
  });
});

describe('a field of CSV', () => {
  const name = async (text: string) => {
    emptyLog();
    await write({ subject: { type: 'server', id: 's1', name: text } });
    const [header = [], line = []] = await csv();
    return line[header.indexOf('subject_name')];
  };

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '=HYPERLINK("https://a.example/","x")', '＝1'])(
    'is no formula when it begins like one: %j',
    async (text) => expect(await name(text)).toBe(`'${text}`),
  );

  it.each(['a=1', ' =1', "'=1", 'a\tb', 'a"b', 'a,b', 'a\nb', ''])('stays as it is otherwise: %j', async (text) => {
    expect(await name(text)).toBe(text);
  });

  it('can be read back, whatever it holds', async () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', '=', "'", 'a') }));
    await fc.assert(
      fc.asyncProperty(text, async (text) => {
        expect(await name(text)).toBe(/^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text);
      }),
      runs(100),
    );
  });
});
