import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../errors';
import { processState } from '../process-state';

const MINUTE = 60;

/** How many wrong attempts until more have to wait; seconds. A right one forgets those of its pair. */
const limits = {
  /** One address at one email. */
  pair: { points: 5, duration: 5 * MINUTE },
  /** One address at any email. */
  address: { points: 30, duration: 15 * MINUTE },
  /** Any address at one email: far above what a person needs, so that nobody is locked out by others at once. */
  email: { points: 100, duration: 60 * MINUTE },
} as const;

type Limit = keyof typeof limits;

const limiters = () =>
  processState('accounts.attempts', () => {
    const make = (name: Limit) => new RateLimiterMemory({ keyPrefix: name, ...limits[name] });
    return { pair: make('pair'), address: make('address'), email: make('email') };
  });

interface Attempt {
  address: string | null;
  /** Whose password or code it is. */
  email: string;
}

/** Counts an attempt before it is looked at, so that many at one time do not slip through. Throws AppError `too_many`. */
export async function countAttempt(attempt: Attempt): Promise<void> {
  try {
    for (const [name, key] of keysOf(attempt)) await limiters()[name].consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const seconds = Math.ceil(error.msBeforeNext / 1000);
    const wait = seconds > 90 ? `${Math.ceil(seconds / 60)} minutes` : `${seconds} seconds`;
    throw new AppError('too_many', `too many attempts: wait ${wait}, then try again`);
  }
}

/** A right attempt: what was wrong before is forgotten, but for the count of the email as a whole. */
export async function forgetAttempts(attempt: Attempt): Promise<void> {
  for (const [name, key] of keysOf(attempt)) {
    if (name !== 'email') await limiters()[name].delete(key);
  }
}

function keysOf({ address, email }: Attempt): [Limit, string][] {
  const from = networkOf(address ?? 'unknown');
  const who = email.toLowerCase().slice(0, 254);
  return [
    ['pair', `${from} ${who}`],
    ['address', from],
    ['email', who],
  ];
}

/** One subscriber has a whole /64 of IPv6. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - rest.length;
  return [...groups, ...Array(Math.max(0, missing)).fill('0'), ...rest].slice(0, 4).join(':');
}
