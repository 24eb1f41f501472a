import type { Actor } from '../access/actor';
import { db } from '../db/client';
import { bundleNotFound } from './bundle-not-found';
import { bundleRecord, withUsers } from './bundle-record';
import type { BundleRecord } from './dto';

/** One managed bundle with its certificates and the servers that use it. Throws AppError `not_found`. */
export async function getBundle({ id }: { actor: Actor; id: string }): Promise<BundleRecord> {
  const row = await db().caBundle.findUnique({ where: { id }, include: withUsers });
  if (!row) throw bundleNotFound(id);
  return bundleRecord(row);
}
