import { screenActor } from '@/app/_access/actor';
import { listBundles } from '@/lib/bundles/list';
import { describeTrust } from '@/lib/trust/describe';
import type { DefaultTrust, TrustChoices } from './_form/tls-fields';

/** What Default and "always verify" come to for every server, as of now, and the bundles there are to choose from. */
export async function trustChoices(): Promise<TrustChoices> {
  const [byEnvironment, byAlwaysVerify, bundles] = await Promise.all([
    describeDefault(null),
    describeDefault('true'),
    listBundles({ actor: await screenActor() }),
  ]);
  return {
    byEnvironment,
    byAlwaysVerify,
    bundles: bundles.map(({ bundle_id, name, path, certificate_count, first_expires_at }) => ({
      id: bundle_id,
      name,
      path,
      certificates: certificate_count,
      firstExpiresAt: first_expires_at,
    })),
  };
}

async function describeDefault(ssl_verify: string | null): Promise<DefaultTrust> {
  const { sentence, problem, warnings } = await describeTrust({
    ssl_verify,
    ca_bundle_id: null,
    include_public_roots: false,
  });
  return { sentence, problem: problem && { message: problem.message, fix: problem.fix }, warnings };
}
