import { screenActor } from '@/app/_access/actor';
import { hasRole } from '@/lib/access/roles';
import type { BundleListItem } from '@/lib/bundles/dto';
import { listBundles } from '@/lib/bundles/list';
import type { ServerDetail } from '@/lib/servers/dto';
import { describeTrust } from '@/lib/trust/describe';
import { parseSslVerify, storeSslVerify } from '@/lib/trust/ssl-verify';
import type { DefaultTrust, TrustChoices } from './_form/tls-fields';
import { resumeWords } from './exception-words';

/**
 * What Default and "always verify" come to for every server, as of now, the bundles there are to choose from, and what
 * goes with Disabled. `detail` is of the server that is edited; null for a new one.
 */
export async function trustChoices(detail: ServerDetail | null): Promise<TrustChoices> {
  const actor = await screenActor();
  const [byEnvironment, byAlwaysVerify, bundles] = await Promise.all([
    describeDefault(null),
    describeDefault('true'),
    listBundles({ actor }),
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
    exception: {
      mayDisable: hasRole(actor.role, 'admin'),
      goesBackTo: resumeWords(resumed(detail, bundles)),
      now: Date.now(),
    },
  };
}

/** At its end an exception leads back to what is in force before it: what is saved now, unless that is one already. */
function resumed(detail: ServerDetail | null, bundles: BundleListItem[]): Parameters<typeof resumeWords>[0] {
  if (!detail) return { ssl_verify: null, ca_bundle_name: null };
  if (detail.resumes) return detail.resumes;
  const { ssl_verify, ca_bundle_id } = detail.record;
  return {
    ssl_verify: storeSslVerify(parseSslVerify(ssl_verify)),
    ca_bundle_name: bundles.find(({ bundle_id }) => bundle_id === ca_bundle_id)?.name ?? null,
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
