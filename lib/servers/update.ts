import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { appendAudit } from '../audit/append';
import { transact } from '../db/transact';
import { AppError } from '../errors';
import { serverChanges } from './audited-server';
import { changedColumns } from './changed-columns';
import { withDisabling } from './disable-verification';
import type { ServerRecord } from './dto';
import { endException } from './end-exception';
import { refusePastEnd } from './exception-columns';
import { parseInput } from './parse-input';
import { recordOf } from './record-of';
import { refuseUnknownBundle } from './refuse-unknown-bundle';
import { refusedWrite } from './refused-write';
import { withoutReport } from './row';
import { serverChangesSchema } from './schema';
import { serverNotFound } from './server-not-found';
import { serverReadOnly } from './server-read-only';
import { unknownFields } from './unknown-fields';

interface Options {
  actor: Actor;
  /** Has `server_id`; omitted fields stay. */
  input: unknown;
  /** `updated_at` of the record that the changes were made to; a newer one is not overwritten. */
  madeTo?: string;
}

/**
 * Changes a server. Throws AppError `bad_input`, `bad_name`, `not_found`, `read_only` or `conflict`, and `forbidden` when
 * somebody else than an admin turns verification off, or changes why, until when or for which host it is.
 */
export const updateServer = verb(
  { name: 'servers.update', role: 'operator', writes: true },
  async ({ actor, input, madeTo }: Options): Promise<{ record: ServerRecord; warnings: string[] }> => {
    const changes = parseInput(serverChangesSchema, input);
    refusePastEnd(changes);
    await refuseUnknownBundle(changes.ca_bundle_id);
    const id = changes.server_id;
    try {
      const record = await withDisabling(actor, (checkDisabling) =>
        transact(async (transaction) => {
          const stored = await transaction.mcpServer.findUnique({ where: { id }, omit: withoutReport });
          if (!stored) throw serverNotFound(id);
          if (stored.isConfig) throw serverReadOnly(stored.name);
          if (madeTo !== undefined && madeTo !== stored.updatedAt.toISOString()) throw changedMeanwhile(stored.name);
          // What the caller has seen is what counts, which may not be written down yet.
          const before = await endException(transaction, stored);
          const { columns, isException } = changedColumns(before, changes, actor.name);
          if (isException) checkDisabling({ type: 'server', id, name: before.name });
          const data = { ...columns, updatedBy: actor.name };
          const after = await transaction.mcpServer.update({ where: { id }, data, omit: withoutReport });
          const subject = { type: 'server', id, name: after.name };
          await appendAudit(transaction, { actor, action: 'servers.update', subject, ...serverChanges(before, after) });
          return recordOf(after);
        }),
      );
      return { record, warnings: unknownFields(input) };
    } catch (error) {
      throw await refusedWrite(error, { id, name: changes.server_name ?? '', caBundleId: changes.ca_bundle_id });
    }
  },
);

function changedMeanwhile(name: string): AppError {
  return new AppError(
    'conflict',
    `"${name}" was changed elsewhere since this form was opened, so nothing was saved: copy what you wrote, and open the form again`,
  );
}
