import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { appendAudit } from '../audit/append';
import { changesOf } from '../audit/changes';
import { transact } from '../db/transact';
import { AppError } from '../errors';
import { readyRules, setEgressRules } from '../mcp/egress-rules';
import { parseInput } from '../servers/parse-input';
import { unknownFields } from '../servers/unknown-fields';
import { writeSetting } from '../settings/setting';
import type { EgressRecord } from './dto';
import { egressRecord } from './egress-record';
import { egressChangesSchema, egressFields } from './schema';
import { EGRESS, storedRules } from './stored-rules';
import { newlyUnreachable } from './unreachable-servers';

interface Options {
  actor: Actor;
  /** An omitted list stays. */
  input: unknown;
  /** `updated_at` of the rules that the changes were made to, null where there were none; newer ones are not overwritten. */
  madeTo?: string | null;
}

/**
 * Changes the egress rules; the next connection goes by them. The warnings name servers that are cut off. Throws AppError
 * `bad_input`, or `conflict` for rules that were changed meanwhile.
 */
export const updateEgress = verb(
  { name: 'egress.update', role: 'admin', writes: true },
  async ({ actor, input, madeTo }: Options): Promise<{ record: EgressRecord; warnings: string[] }> => {
    const changes = parseInput(egressChangesSchema, input, 'the egress rules');
    const { before, after, servers } = await transact(async (transaction) => {
      const before = await storedRules(transaction);
      if (madeTo !== undefined && madeTo !== before.updatedAt) throw changedMeanwhile();
      const value = { allow: changes.allow ?? before.rules.allow, deny: changes.deny ?? before.rules.deny };
      if (isDeepStrictEqual(value, before.rules)) return { before, after: before, servers: [] };
      await writeSetting(transaction, { key: EGRESS, value, actor });
      const after = await storedRules(transaction);
      const subject = { type: 'setting', id: EGRESS, name: 'Egress rules' };
      const fields = changesOf(before.rules, after.rules);
      await appendAudit(transaction, { actor, action: 'egress.update', subject, ...fields });
      const servers = await transaction.mcpServer.findMany({
        select: { name: true, url: true },
        orderBy: { name: 'asc' },
      });
      return { before, after, servers };
    });
    setEgressRules(after.rules);
    const cutOff = newlyUnreachable(servers, readyRules(before.rules), readyRules(after.rules));
    const unknown = unknownFields(input, egressFields, 'the egress rules', ['built_in']);
    return { record: egressRecord(after), warnings: [...cutOff, ...unknown] };
  },
);

function changedMeanwhile(): AppError {
  return new AppError(
    'conflict',
    'the egress rules were changed elsewhere since this page was opened, so nothing was saved: copy what you wrote, and open the page again',
  );
}
