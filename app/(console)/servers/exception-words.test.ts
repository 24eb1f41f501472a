import { expect, test } from 'vitest';
import { endWords, leftWords, ownerWords, resumeWords } from './exception-words';

const now = Date.parse('2026-11-22T10:00:00.000Z');

test.each([
  ['2026-12-01T23:59:59.999Z', 'until 1 Dec'],
  ['2027-01-01T00:00:00.000Z', 'until 1 Jan 2027'],
  ['9999-12-31T23:59:59.999Z', 'until 31 Dec 9999'],
  [null, 'no end'],
])('an end at %s is "%s"', (until, words) => {
  expect(endWords(until, now)).toBe(words);
});

test.each([
  ['2026-12-01T23:59:59.999Z', '9 days'],
  ['2026-11-23T10:00:00.000Z', '1 day'],
  ['2026-11-23T09:59:00.000Z', '24 h'],
  ['2026-11-22T10:20:00.000Z', '20 min'],
  ['2036-11-22T10:00:00.000Z', '3,653 days'],
])('until %s it is %s', (until, words) => {
  expect(leftWords(until, now)).toBe(words);
});

test('an owner is a name, the file, or not known', () => {
  expect(ownerWords({ by: 'Ana', is_config: false })).toBe('Ana');
  expect(ownerWords({ by: 'config', is_config: true })).toBe('the YAML file');
  expect(ownerWords({ by: null, is_config: false })).toBe('nobody known');
});

test.each([
  [null, null, 'Default'],
  ['true', null, 'Default, always verified'],
  ['/etc/ssl/corp.pem', null, 'the bundle /etc/ssl/corp.pem'],
  [null, 'Corp', 'the bundle "Corp"'],
])('ssl_verify %s with the bundle %s is "%s"', (ssl_verify, ca_bundle_name, words) => {
  expect(resumeWords({ ssl_verify, ca_bundle_name })).toBe(words);
});
