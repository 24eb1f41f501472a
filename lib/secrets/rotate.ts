import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { appendAudit } from '../audit/append';
import { db } from '../db/client';
import { eraseOverwritten, inExclusiveUse } from '../db/exclusive-use';
import { keyRefusal } from '../db/key-refusal';
import { transact } from '../db/transact';
import { tryKey } from '../db/try-key';
import { AppError } from '../errors';
import { type Resealed, resealAll } from './reseal-all';
import { type RotationKeys, rotationKeys } from './rotation-keys';

interface Options {
  actor: Actor;
  /** Removes the secrets that the present key does not open, instead of stopping at them. */
  discardLost?: boolean;
}

export interface Rotation extends Resealed {
  /** `finished`: an earlier run had sealed everything; at most its last step was missing. */
  outcome: 'rotated' | 'finished';
  keyIn: RotationKeys['keyIn'];
}

/**
 * Seals every stored secret with a new key, all in one transaction, and puts that key in its place. Run again after a
 * crash, it completes what was begun. Throws AppError `conflict` while another process has the database open, or when
 * secrets do not open with the present key; `bad_input` when the new key has to be given and is not.
 */
export const rotateSecretKey = verb(
  { name: 'secrets.rotate', role: 'admin', writes: true },
  async ({ actor, discardLost = false }: Options): Promise<Rotation> =>
    inExclusiveUse(async () => {
      const { keyIn, present, begun, next, promote } = rotationKeys();
      if (begun !== null && (await tryKey(db(), begun)).opensAll) {
        promote(begun);
        return { outcome: 'finished', keyIn, sealed: 0, discarded: [] };
      }
      const trial = await tryKey(db(), present);
      if (!trial.opensAll && !discardLost) throw new AppError('conflict', keyRefusal(trial, present !== null));
      const to = next();
      const resealed = await transact(async (transaction) => {
        const result = await resealAll(transaction, { from: present, to }, discardLost);
        const subject = { type: 'secret_key', id: null, name: keyIn };
        await appendAudit(transaction, { actor, action: 'secrets.rotate', subject, after: result });
        return result;
      });
      promote(to);
      await eraseOverwritten();
      return { outcome: 'rotated', keyIn, ...resealed };
    }),
);
