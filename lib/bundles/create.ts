import { randomUUID } from 'node:crypto';
import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { appendAudit } from '../audit/append';
import type { Prisma } from '../db/generated/client';
import { parseInput } from '../servers/parse-input';
import { auditedBundle } from './audited-bundle';
import { bundleRecord, withUsers } from './bundle-record';
import { mergeConfirmations } from './confirmations';
import { contentColumns } from './content-columns';
import type { BundleRecord } from './dto';
import { nameTaken } from './name-taken';
import { readSource } from './read-source';
import { saveBundle } from './save-bundle';
import { newBundleSchema } from './schema';
import { unknownBundleFields } from './unknown-bundle-fields';

interface Options {
  actor: Actor;
  input: unknown;
}

/**
 * Makes a managed bundle. Throws AppError `bad_input`, `conflict` when the name is taken, `unavailable` when its file
 * cannot be written.
 */
export const createBundle = verb(
  { name: 'bundles.create', role: 'admin', writes: true },
  async ({ actor, input }: Options): Promise<{ record: BundleRecord; warnings: string[] }> => {
    const bundle = parseInput(newBundleSchema, input, 'a bundle');
    const { certificates, warnings } = (await readSource(bundle)) ?? { certificates: [], warnings: [] };
    const confirmations = mergeConfirmations({ before: [], confirmed: bundle.confirmed, certificates, actor });
    const data = {
      id: randomUUID(),
      name: bundle.name,
      notes: bundle.notes || null,
      ...contentColumns(certificates),
      confirmations: confirmations as unknown as Prisma.InputJsonArray,
      createdBy: actor.name,
      updatedBy: actor.name,
    };
    try {
      const row = await saveBundle(async (transaction) => {
        const created = await transaction.caBundle.create({ data, include: withUsers });
        const subject = { type: 'bundle', id: created.id, name: created.name };
        await appendAudit(transaction, { actor, action: 'bundles.create', subject, after: auditedBundle(created) });
        return created;
      });
      return { record: bundleRecord(row), warnings: [...warnings, ...unknownBundleFields(input)] };
    } catch (error) {
      throw nameTaken(error, bundle.name);
    }
  },
);
