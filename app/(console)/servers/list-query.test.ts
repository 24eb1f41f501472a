import { expect, test } from 'vitest';
import { isFiltered, listHref, readListQuery, wholeList } from './list-query';

test('what listHref writes, readListQuery reads', () => {
  const query = {
    search: 'a&b=c d',
    status: 'failing',
    tls: 'unverified',
    expires: 'soon',
    source: 'config',
    client: 'python-3.13',
    verdict: 'reject',
    sort: 'expires',
    direction: 'desc',
    page: 3,
  } as const;
  const url = new URL(listHref(query, { page: 3 }), 'http://localhost');
  expect(readListQuery(Object.fromEntries(url.searchParams))).toEqual(query);
});

test('the whole list has no query', () => {
  expect(listHref(wholeList)).toBe('/servers');
});

test('a filter goes back to the first page', () => {
  expect(listHref({ ...wholeList, page: 4 }, { status: 'failing' })).toBe('/servers?status=failing');
});

test('every filter can be cleared, an order is none', () => {
  for (const filter of [
    { search: 'a' },
    { status: 'failing' },
    { tls: 'unverified' },
    { expires: 'soon' },
    { client: 'curl', verdict: 'accept' },
  ] as const) {
    expect(isFiltered({ ...wholeList, ...filter })).toBe(true);
  }
  expect(isFiltered({ ...wholeList, sort: 'expires', direction: 'desc', page: 2 })).toBe(false);
});

test('what cannot be read counts as absent', () => {
  expect(
    readListQuery({
      status: 'broken',
      page: '-1',
      sort: '',
      expires: 'later',
      direction: 'up',
      tls: ['disabled', 'x'],
    }),
  ).toEqual({
    ...wholeList,
    tls: 'disabled',
  });
});

test('a client counts only with its verdict, and the other way about', () => {
  expect(readListQuery({ client: 'python-3.13' })).toEqual(wholeList);
  expect(readListQuery({ verdict: 'reject' })).toEqual(wholeList);
  expect(readListQuery({ client: 'python-2', verdict: 'reject' })).toEqual(wholeList);
  expect(readListQuery({ client: 'python-3.13', verdict: 'sometimes' })).toEqual(wholeList);
});
