import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { db } from '../db/client';
import { type ExceptionList, MAX_EXCEPTIONS, type ServerStatus } from './dto';
import { SECRET_SET } from './schema';
import { redactUrl } from './url';

/** Every server whose own setting turns verification off: first those that nothing will turn on again, then by end. */
export const listExceptions = verb(
  { name: 'servers.exceptions', role: 'viewer' },
  async (_: { actor: Actor }): Promise<ExceptionList> => {
    const where = { sslVerify: 'false', OR: [{ sslVerifyUntil: null }, { sslVerifyUntil: { gt: new Date() } }] };
    const [total, rows] = await Promise.all([
      db().mcpServer.count({ where }),
      db().mcpServer.findMany({
        where,
        select: {
          id: true,
          name: true,
          url: true,
          isConfig: true,
          status: true,
          sslVerifyReason: true,
          sslVerifyUntil: true,
          sslVerifyBy: true,
        },
        orderBy: [{ sslVerifyUntil: { sort: 'asc', nulls: 'first' } }, { name: 'asc' }],
        take: MAX_EXCEPTIONS,
      }),
    ]);
    const items = rows.map((row) => ({
      server_id: row.id,
      server_name: row.name,
      url: redactUrl(row.url, SECRET_SET),
      is_config: row.isConfig,
      state: row.status as ServerStatus,
      reason: row.sslVerifyReason,
      by: row.sslVerifyBy,
      until: row.sslVerifyUntil?.toISOString() ?? null,
    }));
    return { items, total };
  },
);
