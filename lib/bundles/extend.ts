import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { appendAudit } from '../audit/append';
import { changesOf } from '../audit/changes';
import type { Prisma } from '../db/generated/client';
import { parseInput } from '../servers/parse-input';
import { auditedBundle } from './audited-bundle';
import { bundleNotFound } from './bundle-not-found';
import { bundleRecord, withUsers } from './bundle-record';
import { mergeConfirmations } from './confirmations';
import { contentColumns } from './content-columns';
import type { BundleRecord, Confirmation } from './dto';
import { readSource, refuseTooMany, withoutRepeated } from './read-source';
import { saveBundle } from './save-bundle';
import { bundleAdditionSchema } from './schema';
import { storedCertificates } from './stored-certificates';

interface Options {
  actor: Actor;
  id: string;
  /** PEM text. */
  pem: string;
  confirmed?: { sha256: string; server?: string | null }[];
}

/**
 * Adds certificates to a bundle, behind its own; those it has already stay where they are. Results of the servers that
 * use it stay: more trust does not undo what was verified. Throws AppError `bad_input`, `not_found` or `unavailable`.
 */
export const extendBundle = verb(
  { name: 'bundles.extend', role: 'admin', writes: true },
  async ({ actor, id, pem, confirmed }: Options): Promise<{ record: BundleRecord; warnings: string[] }> => {
    const addition = parseInput(bundleAdditionSchema, { pem, confirmed }, 'an addition to a bundle');
    const { certificates: added, warnings } = (await readSource(addition)) ?? { certificates: [], warnings: [] };
    const row = await saveBundle(async (transaction) => {
      const before = await transaction.caBundle.findUnique({ where: { id } });
      if (!before) throw bundleNotFound(id);
      const certificates = withoutRepeated([...storedCertificates(before), ...added]);
      refuseTooMany(certificates);
      const confirmations = mergeConfirmations({
        before: before.confirmations as unknown as Confirmation[],
        confirmed: addition.confirmed,
        certificates,
        actor,
      });
      const after = await transaction.caBundle.update({
        where: { id },
        data: {
          ...contentColumns(certificates),
          confirmations: confirmations as unknown as Prisma.InputJsonArray,
          updatedBy: actor.name,
        },
        include: withUsers,
      });
      const subject = { type: 'bundle', id, name: after.name };
      await appendAudit(transaction, {
        actor,
        action: 'bundles.extend',
        subject,
        ...changesOf(auditedBundle(before), auditedBundle(after)),
      });
      return after;
    });
    return { record: bundleRecord(row), warnings };
  },
);
