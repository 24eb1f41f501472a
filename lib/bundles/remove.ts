import { rm } from 'node:fs/promises';
import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { appendAudit } from '../audit/append';
import { db } from '../db/client';
import type { Prisma } from '../db/generated/client';
import { transact } from '../db/transact';
import { AppError } from '../errors';
import { log } from '../log';
import { forgetBundle, managedBundlePath } from '../trust/bundle-registry';
import { auditedBundle } from './audited-bundle';
import { bundleNotFound } from './bundle-not-found';

/** Deletes a bundle that no server uses. Throws AppError `not_found`, or `conflict` with the servers that use it. */
export const removeBundle = verb(
  { name: 'bundles.remove', role: 'admin', writes: true },
  async ({ actor, id }: { actor: Actor; id: string }): Promise<{ bundle_id: string }> => {
    try {
      await transact(async (transaction) => {
        await refuseUsed(transaction, id);
        const row = await transaction.caBundle.delete({ where: { id } });
        const subject = { type: 'bundle', id, name: row.name };
        await appendAudit(transaction, { actor, action: 'bundles.remove', subject, before: auditedBundle(row) });
      });
    } catch (error) {
      // Another process set a server to it in between, and the foreign key holds.
      if ((error as { code?: unknown } | null)?.code === 'P2003') await refuseUsed(db(), id);
      throw error;
    }
    forgetBundle(id);
    const file = managedBundlePath(id);
    await rm(/* turbopackIgnore: true */ file, { force: true }).catch((error: unknown) =>
      log.error('the file of a deleted bundle could not be removed', { file, error }),
    );
    return { bundle_id: id };
  },
);

const MAX_NAMED = 10;

async function refuseUsed(transaction: Prisma.TransactionClient, id: string): Promise<void> {
  const row = await transaction.caBundle.findUnique({
    where: { id },
    select: { name: true, servers: { select: { name: true }, orderBy: { name: 'asc' } } },
  });
  if (!row) throw bundleNotFound(id);
  if (row.servers.length === 0) return;
  const names = row.servers.slice(0, MAX_NAMED).map(({ name }) => `"${name}"`);
  const more = row.servers.length - names.length;
  const who = [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ');
  throw new AppError('conflict', `the bundle "${row.name}" is used by ${who}: give them another one first`);
}
