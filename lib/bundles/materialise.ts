import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { db } from '../db/client';
import { managedBundleFolder, managedBundlePath, registerBundle } from '../trust/bundle-registry';
import { writeBundleFile } from './bundle-file';

/** Files that were made here: of a bundle, or of a write or test that a stop cut off. */
const ownFile = /^(?:\.(?:writing|candidate)-)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.pem$/;

/**
 * At start: makes the files of all managed bundles what the database says, removes those of bundles that are gone, and
 * tells the resolver of each. Throws AppError `unavailable` when one cannot be written: what lies there may be outdated.
 */
export async function materialiseBundles(): Promise<void> {
  const rows = await db().caBundle.findMany({ select: { id: true, name: true, pem: true, sha256: true } });
  for (const row of rows) {
    await writeBundleFile(row);
    registerBundle({ id: row.id, name: row.name, path: managedBundlePath(row.id), sha256: row.sha256 });
  }
  const wanted = new Set(rows.map(({ id }) => managedBundlePath(id)));
  for (const name of await fileNames()) {
    const file = path.join(managedBundleFolder(), name);
    if (ownFile.test(name) && !wanted.has(file)) await rm(/* turbopackIgnore: true */ file, { force: true });
  }
}

async function fileNames(): Promise<string[]> {
  try {
    return await readdir(/* turbopackIgnore: true */ managedBundleFolder());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
