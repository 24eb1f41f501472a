import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { appendAudit } from '../audit/append';
import { transact } from '../db/transact';
import { AppError } from '../errors';
import { ownId } from './own-account';

interface Options {
  actor: Actor;
  /** One of the asking person's own. */
  id: string;
}

/** Signs one browser of the asking person out. Throws AppError `not_found`, also for somebody else's session. */
export const removeSession = verb(
  { name: 'sessions.remove_one', role: 'viewer', writes: true, ownAccount: true },
  async ({ actor, id }: Options): Promise<{ session_id: string }> => {
    const userId = ownId(actor);
    return transact(async (transaction) => {
      const { count } = await transaction.session.deleteMany({ where: { id, userId } });
      if (count === 0) throw new AppError('not_found', 'you have no such session: it may have ended');
      const subject = { type: 'user', id: userId, name: actor.name };
      const detail = id === actor.sessionId ? 'this browser' : 'another browser';
      await appendAudit(transaction, { actor, action: 'sessions.remove_one', subject, detail });
      return { session_id: id };
    });
  },
);
