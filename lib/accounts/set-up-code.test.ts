import { beforeEach, expect, test } from 'vitest';
import { isSetUpCode, setUpCode, shownSetUpCode } from './set-up-code';

const state = globalThis as unknown as Record<symbol, string | undefined>;
const key = Symbol.for('vouch.accounts.set-up-code');

beforeEach(() => {
  state[key] = undefined;
});

test('a code is new at each start, and the same until the next', () => {
  const first = setUpCode();
  expect(first).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
  expect(setUpCode()).toBe(first);
  expect(shownSetUpCode().replaceAll('-', '')).toBe(first);
  expect(shownSetUpCode()).toMatch(/^.{4}-.{4}-.{4}-.{4}$/);
  state[key] = undefined;
  expect(setUpCode()).not.toBe(first);
});

test.each([
  ['0123-4567-89AB-CDEF', true],
  ['0123456789ABCDEF', true],
  [' 0123 4567 89ab cdef ', true],
  ['O123-4567-89AB-CDEF', true],
  ['o123-4567-89ab-cdef', true],
  ['0I23-4567-89AB-CDEF', true],
  ['0l23-4567-89AB-CDEF', true],
  ['0123-4567-89AB-CDE', false],
  ['0123-4567-89AB-CDEFF', false],
  ['0123-4567-89AB-CDE0', false],
  ['', false],
  ['0123456789ABCDE\u0130', false],
])('%j is the code 0123-4567-89AB-CDEF: %s', (typed, isIt) => {
  state[key] = '0123456789ABCDEF';
  expect(isSetUpCode(typed)).toBe(isIt);
});
