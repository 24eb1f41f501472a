import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { transact } from '../db/transact';
import { parseInput } from '../servers/parse-input';
import { writeSetting } from '../settings/setting';
import { appendAudit } from './append';
import { changesOf } from './changes';
import { currentRetention, RETENTION_SETTING } from './current-retention';
import { type Retention, retentionSchema } from './retention-schema';

/** Sets how long entries are kept; what is older goes with the next daily removal. Throws AppError `bad_input`. */
export const updateRetention = verb(
  { name: 'audit.retention.update', role: 'admin', writes: true },
  async ({ actor, input }: { actor: Actor; input: unknown }): Promise<Retention> => {
    const retention = parseInput(retentionSchema, input, 'the retention');
    await transact(async (transaction) => {
      const before = await currentRetention();
      await writeSetting(transaction, { key: RETENTION_SETTING, value: retention, actor });
      const subject = { type: 'setting', id: RETENTION_SETTING, name: 'Audit log retention' };
      await appendAudit(transaction, {
        actor,
        action: 'audit.retention.update',
        subject,
        ...changesOf(before, retention),
      });
    });
    return retention;
  },
);
