import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { db } from '../db/client';
import { type Attempt, countAttempt, forgetAttempts } from './attempt-limits';
import { add, countHashings, PASSWORD, requestHeaders } from './people.fixture';
import { signIn } from './sign-in';

const MINUTE_MS = 60_000;

let network = 0;
/** Attempts of one test do not count for the next. */
let from: (host: number) => string;
beforeEach(() => {
  network += 1;
  const second = network;
  from = (host) => `10.${second}.${Math.floor(host / 256)}.${host % 256}`;
});
afterEach(() => vi.useRealTimers());

const at = (address: string | null, person: string | null): Attempt => ({ at: 'sign-in', address, person });
const isCounted = (attempt: Attempt) =>
  countAttempt(attempt).then(
    () => true,
    (error) => {
      if (error.code !== 'too_many') throw error;
      return false;
    },
  );

/** How many of so many attempts at one time are let through. */
async function letThrough(attempts: Attempt[]): Promise<number> {
  return (await Promise.all(attempts.map(isCounted))).filter(Boolean).length;
}
const times = <T>(count: number, make: (nth: number) => T) => Array.from({ length: count }, (_, nth) => make(nth));
const someone = (nth: number) => `person-${network}-${nth}@corp.example`;

describe('bounds the attempts', () => {
  it('of one address at one person to 5', async () => {
    expect(await letThrough(times(20, () => at(from(1), someone(1))))).toBe(5);
    expect(await isCounted(at(from(1), someone(2)))).toBe(true);
    expect(await isCounted(at(from(2), someone(1)))).toBe(true);
  });

  it('of one address at anybody to 30', async () => {
    expect(await letThrough(times(60, (nth) => at(from(1), someone(nth))))).toBe(30);
    expect(await isCounted(at(from(2), someone(99)))).toBe(true);
  });

  it('of any address at one person to 100', async () => {
    expect(await letThrough(times(200, (nth) => at(from(nth), someone(1))))).toBe(100);
    expect(await isCounted(at(from(999), someone(2)))).toBe(true);
  });

  it('of those whose address is not known together', async () => {
    expect(await letThrough(times(60, (nth) => at(null, someone(nth))))).toBe(30);
  });
});

it('knows a person in whatever letter case, and up to the length of an email', async () => {
  const long = `${'x'.repeat(250)}@corp.example`;
  expect(await letThrough(times(20, (nth) => at(from(1), nth % 2 ? someone(1) : someone(1).toUpperCase())))).toBe(5);
  expect(await letThrough(times(20, (nth) => at(from(2), `${long}${nth}`)))).toBe(5);
});

it.each([
  ['the last half of an IPv6 address', (nth: number) => `2001:db8:1:${network}::${nth.toString(16)}`],
  ['how it is written', (nth: number) => (nth % 2 ? `2001:db8:2:${network}::1` : `2001:0DB8:0002:${network}:0:0:0:1`)],
  ['a short one', (nth: number) => `2001:db8::${nth.toString(16)}`],
])('does not go by %s', async (_what, address) => {
  expect(await letThrough(times(60, (nth) => at(address(nth), someone(nth))))).toBe(30);
});

it('tells two subscribers of IPv6 apart, and two addresses of IPv4', async () => {
  expect(await letThrough(times(40, (nth) => at(`2001:db8:3:${nth.toString(16)}::1`, someone(nth))))).toBe(40);
  expect(await letThrough(times(40, (nth) => at(from(nth), someone(100 + nth))))).toBe(40);
});

it('counts one kind of guess apart from another, whatever names are tried', async () => {
  const id = 'id-of-ana';
  expect(await letThrough(times(120, (nth) => at(from(nth), id)))).toBe(100);
  expect(await letThrough(times(120, (nth) => at(from(nth), `password ${id}`)))).toBe(100);
  expect(await isCounted({ at: 'password', address: from(1), person: id })).toBe(true);
  expect(await isCounted({ at: 'set-up', address: from(1), person: null })).toBe(true);
});

it('locks nobody out of the set-up from elsewhere', async () => {
  const guess = (nth: number): Attempt => ({ at: 'set-up', address: from(nth), person: null });
  expect(await letThrough(times(300, guess))).toBe(300);
});

describe('a right attempt', () => {
  it('is not counted, and forgets what was wrong before', async () => {
    for (let round = 0; round < 7; round += 1) {
      expect(await letThrough(times(5, () => at(from(1), someone(1))))).toBe(5);
      await forgetAttempts(at(from(1), someone(1)));
    }
  });

  it('gives no more attempts at others', async () => {
    const own = at(from(1), someone(0));
    let others = 0;
    for (let nth = 1; nth <= 60; nth += 1) {
      if (await isCounted(at(from(1), someone(nth)))) others += 1;
      if (await isCounted(own)) await forgetAttempts(own);
    }
    expect(others).toBe(30);
  });

  it('of many people behind one address locks nobody out', async () => {
    for (let nth = 0; nth < 200; nth += 1) {
      expect(await isCounted(at(from(1), someone(nth)))).toBe(true);
      await forgetAttempts(at(from(1), someone(nth)));
    }
  });
});

it('leaves no name in memory that a waiting address tries', async () => {
  const limiters = (globalThis as Record<symbol, unknown>)[Symbol.for('vouch.accounts.attempts')] as {
    pair: { dump(): { storage: unknown[] } };
  };
  await letThrough(times(30, (nth) => at(from(1), someone(nth))));
  const before = limiters.pair.dump().storage.length;
  for (let nth = 100; nth < 200; nth += 1) expect(await isCounted(at(from(1), someone(nth)))).toBe(false);
  expect(limiters.pair.dump().storage).toHaveLength(before);
});

it('is over after the time that it names', async () => {
  vi.useFakeTimers();
  await letThrough(times(5, () => at(from(1), someone(1))));
  await expect(countAttempt(at(from(1), someone(1)))).rejects.toThrow(
    'too many attempts: wait 5 minutes, then try again',
  );
  vi.advanceTimersByTime(4 * MINUTE_MS);
  await expect(countAttempt(at(from(1), someone(1)))).rejects.toThrow('wait 60 seconds');
  vi.advanceTimersByTime(MINUTE_MS);
  expect(await isCounted(at(from(1), someone(1)))).toBe(true);
});

describe('a sign-in beyond the limit', () => {
  const attempt = (password: string, address: string) =>
    signIn({ input: { email: someone(1), password }, headers: requestHeaders(address) });

  it('is refused with the right password, too, without a look at it', async () => {
    await add(someone(1));
    const wrong = await Promise.allSettled(times(12, () => attempt('wrong', from(1))));
    const codes = wrong.map((one) => one.status === 'rejected' && one.reason.code).sort();
    expect(codes).toEqual([...Array(7).fill('too_many'), ...Array(5).fill('unauthorized')]);
    const { count, value } = await countHashings(() => attempt(PASSWORD, from(1)).catch((error) => error));
    expect(value).toMatchObject({ code: 'too_many', message: expect.stringMatching(/wait (\d+ seconds|5 minutes)/) });
    expect(count).toBe(0);
    expect(await db().session.count()).toBe(0);
    expect((await attempt(PASSWORD, from(2))).cookies).toHaveLength(1);
  });

  it('leaves as many refusals in the audit log as were looked at', async () => {
    const before = await db().auditEntry.count();
    await Promise.allSettled(times(12, () => attempt('wrong', from(1))));
    expect(await db().auditEntry.count()).toBe(before + 5);
  });
});
