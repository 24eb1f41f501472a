import { decideFor } from '../trust/resolve';
import { TrustError } from '../trust/trust-error';

/** Whether servers that leave the choice to the environment go unverified. */
export function isDefaultUnverified(): boolean {
  try {
    return !decideFor({ ssl_verify: null, ca_bundle_id: null, include_public_roots: false }).verify;
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    return false;
  }
}
