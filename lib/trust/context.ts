import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { LRUCache } from 'lru-cache';
import { processState } from '../process-state';
import { selfSignedFirst } from '../x509/issuer-circle';
import type { Bundle } from './bundle';
import type { Roots } from './types';

/** A context with the public roots costs about 26 ms and 1 MB, so every server with the same roots shares one. */
const contexts = processState('tls-contexts', () => ({
  cache: new LRUCache<string, SecureContext>({ max: 64 }),
  built: 0,
}));

/** How many contexts this process has built, for tests and benchmarks. */
export function contextsBuilt(): number {
  return contexts.built;
}

/** The shared TLS context of these roots: cached by the bundle's content, 64 at most. `bundle` goes with `bundle*` roots. */
export function contextFor(roots: Roots, bundle: Bundle | null): SecureContext {
  const key = `${roots}:${bundle?.sha256 ?? ''}`;
  let context = contexts.cache.get(key);
  if (!context) {
    context = buildContext(roots, bundle);
    contexts.cache.set(key, context);
    contexts.built += 1;
  }
  return context;
}

/**
 * TLS 1.2 at least, in every mode. The certificates of a bundle are anchors as given (X509_V_FLAG_PARTIAL_CHAIN):
 * they need not be self-signed. An empty `ca` list, unlike none, trusts nothing.
 */
export function buildContext(roots: Roots, bundle: Bundle | null): SecureContext {
  const minVersion = 'TLSv1.2';
  // Named, because Node's own default would add whatever NODE_EXTRA_CA_CERTS or --use-system-ca bring.
  if (roots === 'public') return createSecureContext({ minVersion, ca: [...rootCertificates] });
  const own = selfSignedFirst(bundle?.certificates ?? []).map((certificate) => certificate.toString());
  const ca = roots === 'bundle+public' ? [...rootCertificates, ...own] : own;
  return createSecureContext({ minVersion, ca, allowPartialTrustChain: true });
}
