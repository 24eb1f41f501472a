import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { networkOf } from '../access/network-of';
import { AppError } from '../errors';
import { processState } from '../process-state';

const MINUTE = 60;

/** How many wrong attempts until more have to wait; seconds. */
const limits = {
  /** One address at one person. A right attempt forgets the wrong ones. */
  pair: { points: 5, duration: 5 * MINUTE },
  /** One address at anybody. */
  address: { points: 30, duration: 15 * MINUTE },
  /** Any address at one person: far above what they need, so that others cannot easily lock them out. */
  person: { points: 100, duration: 60 * MINUTE },
} as const;

type Limit = keyof typeof limits;

const limiters = () =>
  processState('accounts.attempts', () => {
    const make = (name: Limit) => new RateLimiterMemory({ keyPrefix: name, ...limits[name] });
    return { pair: make('pair'), address: make('address'), person: make('person') };
  });

export interface Attempt {
  /** What is guessed. One kind does not count for another. */
  at: 'sign-in' | 'set-up' | 'password';
  address: string | null;
  /** Whose password it is; null for the code of the set-up, which nobody can guess and nobody is to be locked out of. */
  person: string | null;
}

/** Counts an attempt before it is looked at, so that many at one time do not slip through. Throws AppError `too_many`. */
export async function countAttempt(attempt: Attempt): Promise<void> {
  const { pair, address, person } = limiters();
  const keys = keysOf(attempt);
  // An address that has to wait leaves no more of the names that it tries in memory.
  const state = await address.get(keys.address);
  if (state && state.consumedPoints >= limits.address.points) throw tooMany(state);
  try {
    await pair.consume(keys.pair);
    await address.consume(keys.address);
    if (keys.person !== null) await person.consume(keys.person);
  } catch (error) {
    throw error instanceof RateLimiterRes ? tooMany(error) : error;
  }
}

/**
 * Takes a right attempt back. What was wrong before is forgotten of this address and person alone: whoever knows one
 * password must not gain more attempts at others by it.
 */
export async function forgetAttempts(attempt: Attempt): Promise<void> {
  const { pair, address, person } = limiters();
  const keys = keysOf(attempt);
  await pair.delete(keys.pair);
  await address.reward(keys.address);
  if (keys.person !== null) await person.reward(keys.person);
}

function tooMany({ msBeforeNext }: RateLimiterRes): AppError {
  const seconds = Math.ceil(msBeforeNext / 1000);
  const wait = seconds > 90 ? `${Math.ceil(seconds / 60)} minutes` : `${seconds} seconds`;
  return new AppError('too_many', `too many attempts: wait ${wait}, then try again`);
}

function keysOf({ at, address, person }: Attempt): { pair: string; address: string; person: string | null } {
  const from = `${at} ${networkOf(address ?? 'unknown')}`;
  if (person === null) return { pair: from, address: from, person: null };
  const who = person.toLowerCase().slice(0, 254);
  return { pair: `${from} ${who}`, address: from, person: `${at} ${who}` };
}
