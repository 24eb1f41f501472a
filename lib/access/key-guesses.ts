import { RateLimiterMemory } from 'rate-limiter-flexible';
import { appendAudit } from '../audit/append';
import { transact } from '../db/transact';
import { AppError } from '../errors';
import { processState } from '../process-state';
import { networkOf } from './network-of';

/** Wrong keys from one address in 15 minutes. A master key may be short enough to guess; an API key is not. */
const WRONG_KEYS = 30;
const SECONDS = 15 * 60;

const limiter = () =>
  processState('access.wrong-keys', () => new RateLimiterMemory({ points: WRONG_KEYS, duration: SECONDS }));

const from = (address: string | null) => networkOf(address ?? 'unknown');

/** Throws AppError `too_many` for an address that has guessed too often. */
export async function refuseGuessing(address: string | null): Promise<void> {
  const state = await limiter().get(from(address));
  if (!state || state.consumedPoints < WRONG_KEYS) return;
  const minutes = Math.ceil(state.msBeforeNext / 60_000);
  throw new AppError('too_many', `too many wrong keys from this address: wait ${minutes} min, then send the right one`);
}

/** Counts a wrong key; the audit log has one entry for each that is counted, and so at most so many. */
export async function noteWrongKey(address: string | null): Promise<void> {
  const counted = await limiter()
    .consume(from(address))
    .catch(() => null);
  if (!counted) return;
  await transact((transaction) =>
    appendAudit(transaction, {
      actor: { kind: 'anonymous', id: null, name: '(unknown key)', address },
      action: 'access.key',
      outcome: 'refused',
      detail: 'no such key, or one that has expired or was revoked',
    }),
  );
}
