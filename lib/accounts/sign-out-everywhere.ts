import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { appendAudit } from '../audit/append';
import { transact } from '../db/transact';
import { ownId } from './own-account';

/** Ends every session of the asking person, this one too. Throws AppError `forbidden` for a key. */
export const signOutEverywhere = verb(
  { name: 'sessions.remove_all', role: 'viewer', writes: true, ownAccount: true },
  async ({ actor }: { actor: Actor }): Promise<{ ended: number }> => {
    const userId = ownId(actor);
    return transact(async (transaction) => {
      const { count } = await transaction.session.deleteMany({ where: { userId } });
      const subject = { type: 'user', id: userId, name: actor.name };
      const detail = count === 1 ? '1 session' : `${count} sessions`;
      await appendAudit(transaction, { actor, action: 'sessions.remove_all', subject, detail });
      return { ended: count };
    });
  },
);
