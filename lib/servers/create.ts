import { randomUUID } from 'node:crypto';
import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { appendAudit } from '../audit/append';
import { transact } from '../db/transact';
import { auditedServer } from './audited-server';
import { demandDisabling } from './disable-verification';
import type { ServerRecord } from './dto';
import { refusePastEnd } from './exception-columns';
import { mergeSecrets } from './merge-secrets';
import { newColumns } from './new-columns';
import { parseInput } from './parse-input';
import { recordOf } from './record-of';
import { refuseUnknownBundle } from './refuse-unknown-bundle';
import { refusedWrite } from './refused-write';
import { withoutReport } from './row';
import { newServerSchema, type Transport } from './schema';
import { unknownFields } from './unknown-fields';

interface Options {
  actor: Actor;
  input: unknown;
  /** What an absent `transport` means at this door. */
  defaults?: { transport: Transport };
}

/**
 * Registers a server. Throws AppError `bad_input`, `bad_name`, `conflict` when name or id is taken, or `forbidden` when
 * somebody else than an admin turns its verification off.
 */
export const createServer = verb(
  { name: 'servers.create', role: 'operator', writes: true },
  async ({
    actor,
    input,
    defaults = { transport: 'http' },
  }: Options): Promise<{ record: ServerRecord; warnings: string[] }> => {
    const server = parseInput(newServerSchema, withDefaults(input, defaults));
    refusePastEnd(server);
    await refuseUnknownBundle(server.ca_bundle_id);
    const secrets = mergeSecrets(server, null);
    const id = server.server_id ?? randomUUID();
    const columns = {
      id,
      ...newColumns(id, server, secrets, actor.name),
      createdBy: actor.name,
      updatedBy: actor.name,
    };
    if (columns.sslVerify === 'false')
      await demandDisabling(actor, { type: 'server', id: server.server_id ?? null, name: server.server_name });
    try {
      const record = await transact(async (transaction) => {
        const created = recordOf(await transaction.mcpServer.create({ data: columns, omit: withoutReport }));
        const subject = { type: 'server', id, name: created.server_name };
        await appendAudit(transaction, { actor, action: 'servers.create', subject, after: auditedServer(created) });
        return created;
      });
      return { record, warnings: unknownFields(input) };
    } catch (error) {
      throw await refusedWrite(error, { id, name: server.server_name, caBundleId: server.ca_bundle_id });
    }
  },
);

function withDefaults(input: unknown, defaults: object): unknown {
  return typeof input === 'object' && input !== null && !Array.isArray(input) ? { ...defaults, ...input } : input;
}
