import path from 'node:path';
import { managedBundleFolder, managedBundlePath } from '../trust/bundle-registry';
import { refuse } from './parse-input';
import type { ServerRow } from './row';

type TrustColumns = Pick<ServerRow, 'sslVerify' | 'caBundleId'>;

/** What a server without any setting of its own has. */
export const noTrust: TrustColumns = { sslVerify: null, caBundleId: null };

/**
 * The two columns that say what a server is verified against, of which one at most is set: setting one clears the other.
 * In answers `ssl_verify` of a server with a managed bundle is the bundle's file; sent back as it came it changes
 * nothing. Throws AppError `bad_input` when the two say different things.
 */
export function trustColumns(
  sent: { ssl_verify?: string | null; ca_bundle_id?: string | null },
  { sslVerify, caBundleId }: TrustColumns,
): TrustColumns {
  const { ssl_verify, ca_bundle_id } = sent;
  if (ca_bundle_id) {
    if (ssl_verify && ssl_verify !== managedBundlePath(ca_bundle_id)) {
      const message = 'ssl_verify says another thing than ca_bundle_id: send one of the two';
      throw refuse([{ path: ['ssl_verify'], message, type: 'custom' }]);
    }
    return { sslVerify: null, caBundleId: ca_bundle_id };
  }
  const isSentBack = caBundleId !== null && ssl_verify === managedBundlePath(caBundleId);
  if (!isSentBack || ca_bundle_id !== undefined) refuseManagedFile(ssl_verify);
  if (ca_bundle_id !== undefined)
    return { sslVerify: ssl_verify === undefined ? sslVerify : ssl_verify, caBundleId: null };
  if (ssl_verify === undefined || isSentBack) return { sslVerify, caBundleId };
  return { sslVerify: ssl_verify, caBundleId: null };
}

/** By its path alone, a managed bundle would not know who uses it, and could be deleted under the server. */
function refuseManagedFile(sslVerify: string | null | undefined): void {
  if (!sslVerify || path.dirname(path.resolve(/* turbopackIgnore: true */ sslVerify)) !== managedBundleFolder()) return;
  const message = 'is the file of a managed bundle: send its id as ca_bundle_id';
  throw refuse([{ path: ['ssl_verify'], message, type: 'custom' }]);
}
