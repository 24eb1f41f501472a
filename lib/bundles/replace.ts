import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { appendAudit } from '../audit/append';
import { changesOf } from '../audit/changes';
import type { Prisma } from '../db/generated/client';
import { AppError } from '../errors';
import { parseInput } from '../servers/parse-input';
import { managedBundlePath } from '../trust/bundle-registry';
import { auditedBundle } from './audited-bundle';
import { bundleNotFound } from './bundle-not-found';
import { bundleRecord, withUsers } from './bundle-record';
import { mergeConfirmations } from './confirmations';
import { contentColumns } from './content-columns';
import type { BundleRecord, Confirmation } from './dto';
import { forgetResults } from './forget-results';
import { nameTaken } from './name-taken';
import { readSource } from './read-source';
import { saveBundle } from './save-bundle';
import { bundleChangesSchema } from './schema';
import { storedCertificates } from './stored-certificates';
import { unknownBundleFields } from './unknown-bundle-fields';

interface Options {
  actor: Actor;
  id: string;
  /** Omitted fields stay, the certificates too. */
  input: unknown;
  /** `updated_at` of the record that the changes were made to; a newer one is not overwritten. */
  madeTo?: string;
}

/**
 * Changes a bundle. Once its certificates are others, no result of a server that uses it says anything any more.
 * Throws AppError `bad_input`, `not_found`, `conflict`, or `unavailable` when its file cannot be written.
 */
export const replaceBundle = verb(
  { name: 'bundles.replace', role: 'admin', writes: true },
  async ({ actor, id, input, madeTo }: Options): Promise<{ record: BundleRecord; warnings: string[] }> => {
    const changes = parseInput(bundleChangesSchema, withoutOwnPath(input, id), 'a bundle');
    const source = await readSource(changes);
    try {
      const row = await saveBundle(async (transaction) => {
        const before = await transaction.caBundle.findUnique({ where: { id } });
        if (!before) throw bundleNotFound(id);
        if (madeTo !== undefined && madeTo !== before.updatedAt.toISOString()) throw changedMeanwhile(before.name);
        const certificates = source?.certificates ?? storedCertificates(before);
        const content = contentColumns(certificates);
        const confirmations = mergeConfirmations({
          before: before.confirmations as unknown as Confirmation[],
          confirmed: changes.confirmed,
          certificates,
          actor,
        });
        if (content.sha256 !== before.sha256) await forgetResults(transaction, id);
        const after = await transaction.caBundle.update({
          where: { id },
          data: {
            name: changes.name,
            notes: changes.notes === undefined ? undefined : changes.notes || null,
            ...content,
            confirmations: confirmations as unknown as Prisma.InputJsonArray,
            updatedBy: actor.name,
          },
          include: withUsers,
        });
        const subject = { type: 'bundle', id, name: after.name };
        await appendAudit(transaction, {
          actor,
          action: 'bundles.replace',
          subject,
          ...changesOf(auditedBundle(before), auditedBundle(after)),
        });
        return after;
      });
      return { record: bundleRecord(row), warnings: [...(source?.warnings ?? []), ...unknownBundleFields(input)] };
    } catch (error) {
      throw nameTaken(error, changes.name ?? '');
    }
  },
);

/** A record that is sent back as it was answered has its certificates, and the file they lie in. */
function withoutOwnPath(input: unknown, id: string): unknown {
  const isEcho = typeof input === 'object' && input !== null && 'path' in input && input.path === managedBundlePath(id);
  return isEcho ? { ...input, path: undefined } : input;
}

function changedMeanwhile(name: string): AppError {
  return new AppError(
    'conflict',
    `the bundle "${name}" was changed elsewhere since this page was opened, so nothing was saved: open it again`,
  );
}
