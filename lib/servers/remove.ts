import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { appendAudit } from '../audit/append';
import { transact } from '../db/transact';
import { auditedServer } from './audited-server';
import { recordOf } from './record-of';
import { withoutReport } from './row';
import { serverNotFound } from './server-not-found';
import { serverReadOnly } from './server-read-only';

interface Options {
  actor: Actor;
  id: string;
}

/** Deletes a server with its secrets and results. Throws AppError `not_found` or `read_only`. */
export const removeServer = verb(
  { name: 'servers.remove', role: 'operator', writes: true },
  ({ actor, id }: Options): Promise<{ server_id: string }> =>
    transact(async (transaction) => {
      const row = await transaction.mcpServer.findUnique({ where: { id }, omit: withoutReport });
      if (!row) throw serverNotFound(id);
      if (row.isConfig) throw serverReadOnly(row.name);
      await transaction.mcpServer.delete({ where: { id } });
      const subject = { type: 'server', id, name: row.name };
      await appendAudit(transaction, {
        actor,
        action: 'servers.remove',
        subject,
        before: auditedServer(recordOf(row)),
      });
      return { server_id: id };
    }),
);
