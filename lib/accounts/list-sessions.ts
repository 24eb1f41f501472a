import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { db } from '../db/client';
import type { SessionRecord } from './dto';
import { ownId } from './own-account';
import { MAX_SESSIONS } from './sweep-sessions';

/** The browsers that the asking person is signed in with, the latest first. Throws AppError `forbidden` for a key. */
export const listSessions = verb(
  { name: 'sessions.list', role: 'viewer', ownAccount: true },
  async ({ actor }: { actor: Actor }): Promise<SessionRecord[]> => {
    const rows = await db().session.findMany({
      where: { userId: ownId(actor), expiresAt: { gt: new Date() } },
      orderBy: { createdAt: 'desc' },
      take: MAX_SESSIONS,
      omit: { token: true },
    });
    return rows.map((row) => ({
      session_id: row.id,
      is_current: row.id === actor.sessionId,
      address: row.ipAddress || null,
      user_agent: row.userAgent?.slice(0, 300) || null,
      created_at: row.createdAt.toISOString(),
      last_used_at: row.updatedAt.toISOString(),
      expires_at: row.expiresAt.toISOString(),
    }));
  },
);
