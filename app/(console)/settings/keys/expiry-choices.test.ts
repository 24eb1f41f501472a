import { expect, test } from 'vitest';
import { newKeySchema } from '@/lib/api-keys/schema';
import { expiresAt, expiryChoices } from './expiry-choices';

const now = Date.now();
const inTwoYears = `${new Date(now).getFullYear() + 2}-06-30`;

test('every choice of the form makes an end that the schema takes', () => {
  for (const { value } of expiryChoices) {
    const input = { name: 'CI', role: 'viewer', expires_at: expiresAt(value, inTwoYears, now) };
    expect(newKeySchema.safeParse(input).success, value).toBe(true);
  }
});

test('days count from now, and "never" is no end', () => {
  expect(expiresAt('30', '', now)).toBe(new Date(now + 30 * 86_400_000).toISOString());
  expect(expiresAt('never', inTwoYears, now)).toBeNull();
});

test('a date is good until the end of that day where the person is', () => {
  const end = new Date(expiresAt('date', inTwoYears, now) ?? '');
  const [year, month, day] = inTwoYears.split('-').map(Number);
  expect([end.getFullYear(), end.getMonth() + 1, end.getDate()]).toEqual([year, month, day]);
  expect([end.getHours(), end.getMinutes(), end.getSeconds()]).toEqual([23, 59, 59]);
});

test('what is no date is left for the schema to refuse', () => {
  const input = { name: 'CI', role: 'viewer', expires_at: expiresAt('date', '2026-13-45', now) };
  expect(newKeySchema.safeParse(input).error?.issues[0]?.path).toEqual(['expires_at']);
});
