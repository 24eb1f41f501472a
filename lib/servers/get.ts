import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { db } from '../db/client';
import type { Report } from '../diagnosis/report';
import type { ServerDetail, ServerStatus } from './dto';
import { recordOf } from './record-of';
import { serverNotFound } from './server-not-found';

/** One server with its last report. Throws AppError `not_found`. */
export const getServer = verb(
  { name: 'servers.get', role: 'viewer' },
  async ({ id }: { actor: Actor; id: string }): Promise<ServerDetail> => {
    const row = await db().mcpServer.findUnique({ where: { id } });
    if (!row) throw serverNotFound(id);
    return {
      record: recordOf(row),
      state: row.status as ServerStatus,
      last_report: row.lastReport as Report | null,
    };
  },
);
