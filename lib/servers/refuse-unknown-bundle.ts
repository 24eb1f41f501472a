import { refuse } from './parse-input';

/** A bundle that does not exist must not be taken for "no bundle": that would be another trust decision. */
export function refuseUnknownBundle(caBundleId: string | null | undefined): void {
  if (!caBundleId) return;
  throw refuse([{ path: ['ca_bundle_id'], message: `there is no bundle with id "${caBundleId}"`, type: 'custom' }]);
}
