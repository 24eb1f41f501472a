import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runs } from '../../lab/property-run';
import { FIRST_HASH, type HashedEntry, hashOf } from './hash';

const entry: HashedEntry = {
  seq: 1,
  at: new Date('2026-11-22T10:00:00.000Z'),
  actorKind: 'user',
  actorId: 'u1',
  actorName: 'ana@corp.example',
  address: '192.0.2.7',
  action: 'servers.update',
  outcome: 'done',
  subjectType: 'server',
  subjectId: 's1',
  subjectName: 'payments',
  detail: null,
  before: { url: 'https://a.example/', ssl_verify: null },
  after: { url: 'https://b.example/', ssl_verify: false },
  previousHash: FIRST_HASH,
};

it('is the same in every version of Vouch: stored hashes depend on it', () => {
  expect(hashOf(entry)).toBe('8fecd5fc63713f966518319c02fc7add9bfe02126f2c39b24467cdc1421e0afb');
});

it('is another one for every field that is another', () => {
  const others: { [K in keyof HashedEntry]: HashedEntry[K] } = {
    seq: 2,
    at: new Date('2026-11-22T10:00:00.001Z'),
    actorKind: 'api_key',
    actorId: null,
    actorName: 'ana@corp.exampl',
    address: '192.0.2.8',
    action: 'servers.remove',
    outcome: 'refused',
    subjectType: null,
    subjectId: 's2',
    subjectName: '',
    detail: '',
    before: { url: 'https://a.example/' },
    after: { url: 'https://b.example/', ssl_verify: null },
    previousHash: `1${FIRST_HASH.slice(1)}`,
  };
  const hashes = Object.keys(others).map((key) => hashOf({ ...entry, [key]: others[key as keyof HashedEntry] }));
  expect(new Set([...hashes, hashOf(entry)]).size).toBe(Object.keys(entry).length + 1);
});

it('is another one when text moves from a field to its neighbour', () => {
  const moved = { ...entry, subjectId: 's1payments', subjectName: '' };
  expect(hashOf(moved)).not.toBe(hashOf({ ...entry, subjectId: 's1', subjectName: 'payments' }));
  expect(hashOf({ ...entry, detail: 'null' })).not.toBe(hashOf(entry));
});

it('does not depend on the order of keys, which a database need not keep', () => {
  const reordered = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, item]) => [key, reordered(item)]),
    );
  };
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), (after) => {
      expect(hashOf({ ...entry, after: reordered(after) })).toBe(hashOf({ ...entry, after }));
    }),
    runs(200),
  );
});

it('sorts keys as RFC 8785 does, whole numbers too', () => {
  const after = JSON.parse('{"2":"b","10":"a","\\u20ac":"Euro","a":{"z":1,"Z":1e21}}');
  const text = JSON.stringify([
    FIRST_HASH,
    1,
    '2026-11-22T10:00:00.000Z',
    'user',
    'u1',
    'ana@corp.example',
    '192.0.2.7',
  ]);
  const rest =
    ',"servers.update","done","server","s1","payments",null,null,{"10":"a","2":"b","a":{"Z":1e+21,"z":1},"€":"Euro"}]';
  const expected = createHash('sha256')
    .update(text.slice(0, -1) + rest, 'utf8')
    .digest('hex');
  expect(hashOf({ ...entry, before: null, after })).toBe(expected);
});

it('depends on the order of a list', () => {
  const [a, b] = [{ tags: ['x', 'y'] }, { tags: ['y', 'x'] }];
  expect(hashOf({ ...entry, after: a })).not.toBe(hashOf({ ...entry, after: b }));
});
