import type { Prisma } from '../db/generated/client';
import { transact } from '../db/transact';
import { managedBundlePath, registerBundle } from '../trust/bundle-registry';
import { writeBundleFile } from './bundle-file';
import type { BundleRow } from './bundle-record';

/**
 * Saves one bundle, all or nothing: its file is in place before the transaction counts, and is as before when it does
 * not. Throws what `change` throws, and AppError `unavailable` when the file cannot be written.
 */
export async function saveBundle(
  change: (transaction: Prisma.TransactionClient) => Promise<BundleRow>,
): Promise<BundleRow> {
  let undo = async () => {};
  try {
    const row = await transact(async (transaction) => {
      const changed = await change(transaction);
      undo = await writeBundleFile(changed);
      return changed;
    });
    registerBundle({ id: row.id, name: row.name, path: managedBundlePath(row.id), sha256: row.sha256 });
    return row;
  } catch (error) {
    await undo();
    throw error;
  }
}
