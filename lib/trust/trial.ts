import { createHash, type X509Certificate } from 'node:crypto';
import { buildContext } from './context';
import type { ResolvedTrust } from './resolve';
import type { Roots } from './types';

/**
 * A trust decision that nobody has made, for trying what it would lead to: verification against these certificates
 * (X509_V_FLAG_PARTIAL_CHAIN, as for every bundle), and the public roots too where they are in force beside a bundle.
 * Its context is not kept, so that trials never push out those in use.
 */
export function trialTrust(certificates: readonly X509Certificate[], withPublicRoots: boolean): ResolvedTrust {
  const sha256 = createHash('sha256');
  for (const { raw } of certificates) sha256.update(raw);
  const bundle = {
    path: 'a bundle on trial',
    sha256: sha256.digest('hex'),
    certificates: [...certificates],
    id: null,
    name: null,
  };
  const roots: Roots = withPublicRoots ? 'bundle+public' : 'bundle';
  return {
    decision: {
      verify: true,
      source: 'server',
      until: null,
      anchors: { kind: 'file', path: bundle.path, input: 'server.ca_bundle_id', withPublicRoots, managed: null },
      trail: [],
      warnings: [],
    },
    roots,
    bundle,
    context: buildContext(roots, bundle),
    report: {
      verify: true,
      source: 'server',
      roots,
      bundle: { path: bundle.path, certificates: certificates.length, sha256: bundle.sha256, id: null, name: null },
      trail: [],
    },
  };
}
