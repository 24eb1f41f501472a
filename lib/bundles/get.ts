import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { db } from '../db/client';
import { bundleNotFound } from './bundle-not-found';
import { bundleRecord, withUsers } from './bundle-record';
import type { BundleRecord } from './dto';

/** One managed bundle with its certificates and the servers that use it. Throws AppError `not_found`. */
export const getBundle = verb(
  { name: 'bundles.get', role: 'viewer' },
  async ({ id }: { actor: Actor; id: string }): Promise<BundleRecord> => {
    const row = await db().caBundle.findUnique({ where: { id }, include: withUsers });
    if (!row) throw bundleNotFound(id);
    return bundleRecord(row);
  },
);
