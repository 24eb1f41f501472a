import { expect, test } from 'vitest';
import { absoluteWords, relativeWords, validity } from './time-words';

const now = Date.parse('2026-11-22T10:00:00.000Z');
const later = (ms: number) => new Date(now + ms).toISOString();
const DAY = 86_400_000;

test.each([
  [-5_000, 'just now'],
  [-120_000, '2 min ago'],
  [-3 * 3_600_000, '3 h ago'],
  [-DAY, 'yesterday'],
  [-9 * DAY, '9 days ago'],
  [5 * DAY, 'in 5 days'],
])('%i ms from now is "%s"', (ms, words) => {
  expect(relativeWords(later(ms), now)).toBe(words);
});

test.each([
  [-10 * DAY, 68 * DAY + 1, 'ok', '68 days left'],
  [-10 * DAY, 29.5 * DAY, 'warning', '29 days left'],
  [-10 * DAY, 1.5 * DAY, 'warning', '1 day left'],
  [-10 * DAY, 1, 'warning', 'expires today'],
  [-10 * DAY, -1, 'failed', 'expired today'],
  [-10 * DAY, -2.5 * DAY, 'failed', 'expired 2 days ago'],
  [DAY, 2 * DAY, 'failed', 'not valid before 23 Nov 2026'],
])('valid from %i to %i ms is %s: %s', (from, to, tone, words) => {
  expect(validity(later(from), later(to), now)).toEqual({ tone, words });
});

test('absolute times are in UTC on every machine', () => {
  expect(absoluteWords('2026-11-22T10:00:00.123Z')).toBe('2026-11-22 10:00:00 UTC');
});

test('a date that is none is shown as it stands, and counts as bad', () => {
  expect(absoluteWords('Bad time value')).toBe('Bad time value');
  expect(validity('Bad time value', 'Bad time value', now)).toEqual({ tone: 'failed', words: 'unreadable date' });
});
