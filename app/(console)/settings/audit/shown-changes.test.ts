import { expect, test } from 'vitest';
import { shownChanges } from './shown-changes';

test('has a row for every field of either side', () => {
  const before = { url: 'https://a.example/', ssl_verify: false, tags: ['a'], gone: 1 };
  const after = { url: 'https://b.example/', ssl_verify: null, tags: [], come: { a: 1 } };
  expect(shownChanges(before, after)).toEqual([
    { field: 'url', before: 'https://a.example/', after: 'https://b.example/' },
    { field: 'ssl_verify', before: 'false', after: null },
    { field: 'tags', before: '["a"]', after: null },
    { field: 'gone', before: '1', after: null },
    { field: 'come', before: null, after: '{"a":1}' },
  ]);
});

test('leaves out what is empty on both sides', () => {
  const before = { alias: null, tags: [], info: {}, note: '', flag: false, count: 0 };
  expect(shownChanges(before, null)).toEqual([
    { field: 'flag', before: 'false', after: null },
    { field: 'count', before: '0', after: null },
  ]);
});

test('takes whatever stands there', () => {
  expect(shownChanges(null, null)).toEqual([]);
  expect(shownChanges(null, ['a', 'b'])).toEqual([{ field: 'items', before: null, after: '["a","b"]' }]);
  expect(shownChanges('text', 7)).toEqual([]);
  const own = JSON.parse('{"__proto__": 1, "constructor": 2}');
  expect(shownChanges({}, own).map(({ field, before }) => [field, before])).toEqual([
    ['__proto__', null],
    ['constructor', null],
  ]);
});

test('is bounded, however much an entry holds', () => {
  const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`f${index}`, 'x'.repeat(10_000)]));
  const rows = shownChanges(null, many);
  expect(rows).toHaveLength(100);
  expect(rows[0]?.after).toBe(`${'x'.repeat(600)}…`);
});
