import { certificateRecord } from './certificate-record';
import { firstEnd } from './content-columns';
import type { BundleContent } from './dto';
import type { ReadSource } from './read-source';

/** What was read, as data. */
export function bundleContent({ form, certificates, warnings }: ReadSource): BundleContent {
  return {
    form,
    certificates: certificates.map(certificateRecord),
    certificate_count: certificates.length,
    first_expires_at: firstEnd(certificates)?.toISOString() ?? null,
    warnings,
  };
}
