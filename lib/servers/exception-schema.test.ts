import { describe, expect, it } from 'vitest';
import { exceptionEnd } from './exception-schema';

describe('the end of an exception', () => {
  it.each([
    ['2026-12-31', '2026-12-31T23:59:59.999Z'],
    ['2028-02-29', '2028-02-29T23:59:59.999Z'],
    ['9999-12-31', '9999-12-31T23:59:59.999Z'],
    ['2026-12-31T18:00:00Z', '2026-12-31T18:00:00.000Z'],
    ['2026-12-31T18:00Z', '2026-12-31T18:00:00.000Z'],
    ['2026-12-31T18:00:00.123456+01:00', '2026-12-31T17:00:00.123Z'],
    ['2026-12-31T23:59:59-11:30', '2027-01-01T11:29:59.000Z'],
    ['2020-01-01', '2020-01-01T23:59:59.999Z'],
  ])('is read from %j as %s', (text, iso) => {
    const end = exceptionEnd.parse(text);
    expect(end.toISOString()).toBe(iso);
    expect(exceptionEnd.parse(end.toISOString())).toEqual(end);
  });

  it.each([
    ['a time without an offset', '2026-12-31T18:00:00'],
    ['an hour that is none', '2026-12-31T24:00:00Z'],
    ['an offset that is none', '2026-12-31T18:00:00+24:00'],
    ['an offset without a colon', '2026-12-31T18:00:00+0100'],
    ['a day that is none', '2026-02-30'],
    ['a leap day of another year', '2027-02-29'],
    ['a year of five digits', '+010000-01-01T00:00:00Z'],
    ['a space in place of the T', '2026-12-31 18:00:00Z'],
    ['space around it', ' 2026-12-31'],
    ['an empty text', ''],
    ['words', 'next Tuesday'],
    ['a long text', `2026-12-31T18:00:00.${'0'.repeat(1_000_000)}Z`],
    ['milliseconds', 1_798_675_200_000],
    ['an object', {}],
    ['a list', ['2026-12-31']],
    ['a boolean', true],
  ])('is not read from %s', (_, value) => {
    const { error } = exceptionEnd.safeParse(value);
    expect(error?.issues.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^ssl_verify_until is a date such as 2026-12-31, or a time with its offset/),
    ]);
  });

  it('is refused where an offset carries it past the year 9999', () => {
    const { error } = exceptionEnd.safeParse('9999-12-31T23:59:59-01:00');
    expect(error?.issues[0]?.message).toBe('ssl_verify_until is after the year 9999');
  });
});
