import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runs } from '../../lab/property-run';
import type { Actor } from '../access/actor';
import { admin, viewer } from '../access/actors.fixture';
import { db } from '../db/client';
import { conditionsOf } from './conditions';
import { PAGE_SIZE } from './dto';
import { countEntries, findEntries } from './find-entries';
import { listAudit } from './list';
import { emptyLog, fillLog, write } from './stored-log.fixture';

beforeEach(emptyLog);
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => db().$disconnect());

const list = (query: object = {}) => listAudit({ actor: viewer, query });
const numbers = async (query: object = {}) => (await list(query)).entries.map(({ seq }) => seq);
const person = (name: string, id = `id-${name}`): Actor => ({ ...admin, id, name });

describe('a page of the log', () => {
  it('has the newest entries first, with all that they say', async () => {
    const subject = { type: 'server', id: 's1', name: 'payments' };
    await write();
    await write({ subject, detail: 'why', before: { a: null }, after: { a: 'changed' } });
    const { entries, total, next_before } = await list();
    expect([total, next_before, entries.map(({ seq }) => seq)]).toEqual([2, null, [2, 1]]);
    expect(entries[0]).toEqual({
      seq: 2,
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      actor_kind: 'user',
      actor_id: admin.id,
      actor_name: admin.name,
      address: admin.address,
      action: 'servers.update',
      outcome: 'done',
      subject_type: 'server',
      subject_id: 's1',
      subject_name: 'payments',
      detail: 'why',
      before: { a: null },
      after: { a: 'changed' },
      previous_hash: entries[1]?.hash,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('goes on before the last of the page before, until every entry was on one', async () => {
    fillLog(PAGE_SIZE * 2 + 1);
    const seen: number[][] = [];
    let before: number | null = null;
    do {
      const page = await list(before === null ? {} : { before: String(before) });
      expect(page.total).toBe(PAGE_SIZE * 2 + 1);
      seen.push(page.entries.map(({ seq }) => seq));
      before = page.next_before;
    } while (before !== null);
    expect(seen.map(({ length }) => length)).toEqual([PAGE_SIZE, PAGE_SIZE, 1]);
    expect(seen.flat()).toEqual(Array.from({ length: PAGE_SIZE * 2 + 1 }, (_, index) => PAGE_SIZE * 2 + 1 - index));
  });

  it('has no next page after one that is just full', async () => {
    fillLog(PAGE_SIZE);
    expect(await list()).toMatchObject({ total: PAGE_SIZE, next_before: null });
    expect(await list({ before: '1' })).toMatchObject({ entries: [], total: PAGE_SIZE, next_before: null });
  });

  it('is empty for an empty log', async () => {
    expect(await list()).toEqual({ entries: [], total: 0, next_before: null });
    expect(await list({ search: 'a' })).toEqual({ entries: [], total: 0, next_before: null });
  });
});

describe('a filter', () => {
  it('finds words wherever they stand, and all of them', async () => {
    await write({ actor: person('ana@corp.example'), action: 'servers.update' });
    await write({ subject: { type: 'server', id: 'id-9', name: 'payments' } });
    await write({ actor: person('Ben'), action: 'bundles.remove', detail: 'is used by payments' });
    expect(await numbers({ search: 'ANA@' })).toEqual([1]);
    expect(await numbers({ search: 'payments' })).toEqual([3, 2]);
    expect(await numbers({ search: '  payments\tben ' })).toEqual([3]);
    expect(await numbers({ search: 'bundles.' })).toEqual([3]);
    expect(await numbers({ search: 'id-9' })).toEqual([2]);
    expect(await numbers({ search: 'server id-9' })).toEqual([2]);
    expect(await numbers({ search: '192.0.2' })).toEqual([3, 2, 1]);
    expect(await numbers({ search: 'payments ana' })).toEqual([]);
    expect((await list({ search: 'payments' })).total).toBe(2);
  });

  it('takes "%", "_" and "\\" for what they are', async () => {
    for (const name of ['a%c', 'a_c', 'a\\c', 'abc', '100%', 'a\\%']) await write({ actor: person(name, 'x') });
    expect(await numbers({ search: 'a%c' })).toEqual([1]);
    expect(await numbers({ search: 'a_c' })).toEqual([2]);
    expect(await numbers({ search: 'a\\c' })).toEqual([3]);
    expect(await numbers({ search: '\\%' })).toEqual([6]);
    expect(await numbers({ actor: 'a%c' })).toEqual([1]);
    expect(await numbers({ actor: '_' })).toEqual([2]);
  });

  it('by who takes a part of the name, or the whole id', async () => {
    await write({ actor: person('ana@corp.example', 'u-1') });
    await write({ actor: person('ben@corp.example', 'u-12') });
    expect(await numbers({ actor: 'Ana' })).toEqual([1]);
    expect(await numbers({ actor: 'corp' })).toEqual([2, 1]);
    expect(await numbers({ actor: 'u-1' })).toEqual([1]);
  });

  it('by action, outcome and subject takes what it names and nothing like it', async () => {
    const server = { type: 'server', id: 's1', name: 's1' };
    await write({ action: 'servers.update', subject: server });
    await write({ action: 'servers.updates', subject: { ...server, id: 's11' } });
    await write({ action: 'servers.update', outcome: 'refused', subject: { ...server, id: 'S1' } });
    expect(await numbers({ action: 'servers.update' })).toEqual([3, 1]);
    expect(await numbers({ outcome: 'refused' })).toEqual([3]);
    expect(await numbers({ outcome: 'done' })).toEqual([2, 1]);
    expect(await numbers({ subject: 's1' })).toEqual([1]);
    expect(await numbers({ action: 'servers.update', outcome: 'done', subject: 's1', search: 'admin@' })).toEqual([1]);
    expect(await numbers({ action: 'servers.update', outcome: 'done', before: '1' })).toEqual([]);
  });

  it('by time takes days as a whole, and times to the millisecond, in any zone', async () => {
    for (const time of ['2026-11-20T23:59:59.999Z', '2026-11-21T00:00:00.000Z', '2026-11-22T00:00:00.000Z']) {
      vi.useFakeTimers({ toFake: ['Date'], now: new Date(time) });
      await write();
    }
    expect(await numbers({ from: '2026-11-21' })).toEqual([3, 2]);
    expect(await numbers({ to: '2026-11-21' })).toEqual([2, 1]);
    expect(await numbers({ from: '2026-11-21', to: '2026-11-21' })).toEqual([2]);
    expect((await list({ from: '2026-11-21' })).total).toBe(2);
    expect((await list({ to: '2026-11-21', search: 'admin' })).total).toBe(2);
    expect((await list({ from: '2027-01-01' })).total).toBe(0);
    expect(await numbers({ from: '2026-11-20T23:59:59.999Z', to: '2026-11-21T00:00:00Z' })).toEqual([1]);
    expect(await numbers({ to: '2026-11-21T01:00:00.001+01:00' })).toEqual([2, 1]);
    expect(await numbers({ from: '2026-11-22T00:00' })).toEqual([3]);
    expect(await numbers({ from: '2026-11-22', to: '2026-11-20' })).toEqual([]);
    expect(await numbers({ from: '0000-01-01T00:00:00+14:00', to: '9999-12-31T23:59:59-14:00' })).toEqual([3, 2, 1]);
    expect(await numbers({ from: '0000-01-01', to: '9999-12-31' })).toEqual([3, 2, 1]);
  });

  it('that is empty is none', async () => {
    await write();
    const empty = { search: ' ', actor: '', action: '', outcome: '', subject: '', from: '', to: '', before: '' };
    expect(await numbers(empty)).toEqual([1]);
  });

  it.each([
    [{ outcome: 'maybe' }, 'outcome: done or refused'],
    [{ from: 'yesterday' }, 'from: a day like 2026-11-22, or a time like 2026-11-22T10:00:00Z'],
    [{ to: '2026-02-30' }, /^to: a day like/],
    [{ to: '2026-11-22T25:00:00Z' }, /^to: a day like/],
    [{ before: '-1' }, 'before: the number of an entry'],
    [{ before: '1e3' }, 'before: the number of an entry'],
    [{ before: '9'.repeat(16) }, 'before: the number of an entry'],
    [{ search: 'a'.repeat(201) }, 'search: at most 200 characters'],
    [{ search: 'a b c d e f g h i j k' }, 'search: at most 10 words'],
    [{ action: ['a', 'b'] }, 'action: a text'],
    [{ outcom: 'refused' }, 'there is no parameter "outcom"'],
    [{ outcome: 'x', before: 'y' }, 'outcome: done or refused; before: the number of an entry'],
  ])('%j is refused with what is wrong', async (query, message) => {
    await expect(list(query)).rejects.toMatchObject({ code: 'bad_input', message: expect.stringMatching(message) });
  });

  it('finds or refuses, whatever it is', async () => {
    await write({ actor: person('a%_\\"\u0000é') });
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.constantFrom('%', '_', '\\', '\u0000', "'"));
    const time = fc.oneof(
      text,
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    );
    const query = fc.record(
      {
        search: text,
        actor: text,
        action: text,
        outcome: fc.constantFrom('done', 'refused', ''),
        subject: text,
        from: time,
        to: time,
        before: fc.oneof(text, fc.nat().map(String)),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(query, async (query) => {
        const answer = await list(query).catch((error) => error);
        if (answer.code !== 'bad_input') expect(answer.total).toBeLessThanOrEqual(1);
      }),
      runs(300),
    );
  });
});

describe('a log of 100,000 entries', () => {
  it('is answered a page at a time, with the number of all that match', async () => {
    fillLog(100_000);
    for (const [query, total, first, length] of [
      [{}, 100_000, 100_000, PAGE_SIZE],
      [{ before: '60001' }, 100_000, 60_000, PAGE_SIZE],
      [{ subject: 'id-7' }, 100, 99_007, PAGE_SIZE],
      [{ search: 'number 99999' }, 1, 99_999, 1],
      [{ search: '1', before: '2' }, 40_952, 1, 1],
      [{ outcome: 'refused', actor: 'person-0' }, 2_000, 100_000, PAGE_SIZE],
    ] as const) {
      const { entries, total: all } = await list(query);
      expect([query, all, entries[0]?.seq, entries.length]).toEqual([query, total, first, length]);
    }
  });

  it.each(['found', 'counted'])('lets others have their turn while entries are %s', async (what) => {
    fillLog(100_000);
    const conditions = conditionsOf({ search: ['nowhere'] });
    let turns = 0;
    let isSearching = true;
    const turn = () => {
      turns += 1;
      if (isSearching) setImmediate(turn);
    };
    setImmediate(turn);
    if (what === 'counted') expect(await countEntries(conditions)).toBe(0);
    else expect(await findEntries({ conditions, pageSize: 1 }).next()).toEqual({ done: true });
    isSearching = false;
    expect(turns).toBeGreaterThanOrEqual(5);
  });
});
