import { expect, test } from 'vitest';
import { endOf } from './end-of';

const now = Date.parse('2026-11-22T10:00:00Z');
const DAY_MS = 86_400_000;

test.each([
  [-3 * DAY_MS, 'failed', 'expired 3 days ago'],
  [-1, 'failed', 'expired today'],
  [1, 'warning', 'expires today'],
  [7 * DAY_MS - 1, 'warning', '6 days left'],
  [7 * DAY_MS, 'ok', '7 days left'],
  [29 * DAY_MS, 'ok', '29 days left'],
])('%d ms from its end, a key is %s: %s', (left, tone, words) => {
  expect(endOf(new Date(now + left).toISOString(), now)).toEqual({ tone, words });
});
