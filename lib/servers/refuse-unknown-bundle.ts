import { db } from '../db/client';
import type { AppError } from '../errors';
import { refuse } from './parse-input';

/** A bundle that does not exist must not be taken for "no bundle": that would be another trust decision. */
export async function refuseUnknownBundle(caBundleId: string | null | undefined): Promise<void> {
  if (!caBundleId) return;
  const bundle = await db().caBundle.findUnique({ where: { id: caBundleId }, select: { id: true } });
  if (!bundle) throw unknownBundle(caBundleId);
}

export function unknownBundle(id: string): AppError {
  return refuse([{ path: ['ca_bundle_id'], message: `there is no bundle with id "${id}"`, type: 'custom' }]);
}
