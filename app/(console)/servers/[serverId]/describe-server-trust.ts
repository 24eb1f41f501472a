import type { ServerDetail } from '@/lib/servers/dto';
import { describeTrust, type TrustDescription } from '@/lib/trust/describe';
import { parseSslVerify, storeSslVerify } from '@/lib/trust/ssl-verify';

/** What a server's connections are verified against as of now. */
export function describeServerTrust({ record, ended }: ServerDetail): Promise<TrustDescription> {
  return describeTrust({
    ssl_verify: storeSslVerify(parseSslVerify(record.ssl_verify)),
    ca_bundle_id: record.ca_bundle_id,
    include_public_roots: record.include_public_roots,
    ended,
  });
}
