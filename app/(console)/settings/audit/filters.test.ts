import { expect, test } from 'vitest';
import { auditHref, exportHref, inLabels, isFiltered, readFilters, wholeLog } from './filters';

const filters = {
  search: 'a&b=c d+é',
  actor: 'ana@corp.example',
  action: 'servers.update',
  outcome: 'refused',
  subject: 's/1',
  from: '2026-11-22T10:00:00+01:00',
  to: '2026-11-23',
  before: '120',
};

test('what auditHref writes, readFilters reads', () => {
  const url = new URL(auditHref(filters, { before: '120' }), 'http://localhost');
  expect(url.pathname).toBe('/settings/audit');
  expect(readFilters(Object.fromEntries(url.searchParams))).toEqual(filters);
});

test('the whole log has no query', () => {
  expect(auditHref(wholeLog)).toBe('/settings/audit');
  expect(auditHref({ ...wholeLog, search: ' ' })).toBe('/settings/audit');
});

test('a filter goes back to the newest entries', () => {
  expect(auditHref({ ...wholeLog, before: '7' }, { outcome: 'refused' })).toBe('/settings/audit?outcome=refused');
});

test('an export has every filter, and not the place in the list', () => {
  const url = new URL(exportHref(filters, 'csv'), 'http://localhost');
  expect(url.pathname).toBe('/api/v1/audit/export');
  const { before: _before, ...rest } = filters;
  expect(Object.fromEntries(url.searchParams)).toEqual({ format: 'csv', ...rest });
});

test('every filter can be cleared, a place in the list is none', () => {
  for (const name of Object.keys(wholeLog)) {
    expect([name, isFiltered({ ...wholeLog, [name]: '1' })]).toEqual([name, name !== 'before']);
  }
});

test('of a parameter that stands several times, the first counts; a long one stays too long', () => {
  expect(readFilters({ outcome: ['done', 'refused'], colour: 'red' })).toEqual({ ...wholeLog, outcome: 'done' });
  expect(readFilters({ search: 'a'.repeat(5_000) }).search).toHaveLength(300);
});

test('a refused filter is named by its label', () => {
  expect(inLabels('from: a day like 2026-11-22; outcome: done or refused')).toBe(
    'Since: a day like 2026-11-22; Outcome: done or refused',
  );
});
