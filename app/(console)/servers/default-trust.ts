import { describeTrust } from '@/lib/trust/describe';
import type { DefaultTrust } from './_form/tls-fields';

/** What Default and "always verify" come to for every server, as of now. */
export async function defaultTrust(): Promise<{ byEnvironment: DefaultTrust; byAlwaysVerify: DefaultTrust }> {
  const [byEnvironment, byAlwaysVerify] = await Promise.all([describeDefault(null), describeDefault('true')]);
  return { byEnvironment, byAlwaysVerify };
}

async function describeDefault(ssl_verify: string | null): Promise<DefaultTrust> {
  const { sentence, problem, warnings } = await describeTrust({
    ssl_verify,
    ca_bundle_id: null,
    include_public_roots: false,
  });
  return { sentence, problem: problem && { message: problem.message, fix: problem.fix }, warnings };
}
