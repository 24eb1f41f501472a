import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { db } from '../db/client';
import type { ServerRecord } from './dto';
import { recordOf } from './record-of';
import { withoutReport } from './row';

/** Every server as a record, by name. */
export const listRecords = verb(
  { name: 'servers.records', role: 'viewer' },
  async (_: { actor: Actor }): Promise<ServerRecord[]> => {
    const rows = await db().mcpServer.findMany({ omit: withoutReport, orderBy: { name: 'asc' } });
    return rows.map(recordOf);
  },
);
