import { X509Certificate } from 'node:crypto';
import { rootCertificates, type SecureContext } from 'node:tls';
import { readEnv } from '../env';
import { processState } from '../process-state';
import { type Bundle, readBundle } from './bundle';
import { isManagedBundle, managedBundle } from './bundle-registry';
import { contextFor } from './context';
import { decideTrust, rootsOf, type TrustDecision } from './decide';
import { trustInForce, type WithException } from './exception';
import { getGlobalSslVerify } from './global-setting';
import type { ReportBundle, ReportTrust, Roots } from './types';

/** The part of a server's record that decides about trust, in column form. */
export interface ServerTrust extends WithException {
  include_public_roots: boolean;
}

/** A trust decision that can be connected with: the roots are read and the TLS context is built. */
export interface ResolvedTrust {
  decision: TrustDecision;
  roots: Roots;
  bundle: Bundle | null;
  context: SecureContext;
  report: ReportTrust;
}

/** What a server says as of now: an exception that has ended does not count, whether or not that is written down yet. */
export function inForceNow<T extends WithException>(server: T): T {
  return trustInForce(server, new Date(), isManagedBundle);
}

/** The decision for a server from this process's environment and the YAML file in force, as of now. Throws TrustError. */
export function decideFor(stored: ServerTrust): TrustDecision {
  const { sslVerify, sslCertFile } = readEnv();
  const server = inForceNow(stored);
  const bundle = server.ca_bundle_id === null ? null : managedBundle(server.ca_bundle_id);
  return decideTrust({ server, bundle, environment: { sslVerify, sslCertFile }, global: getGlobalSslVerify() });
}

/**
 * THE resolver: from a server's record to the TLS context every connection to it uses. The bundle file is read
 * each time, so rotation needs no restart; the context is shared by content.
 * Throws TrustError when the decision names a bundle that cannot be used; nothing may connect then.
 */
export async function resolveTrust(server: ServerTrust): Promise<ResolvedTrust> {
  const decision = decideFor(server);
  const { anchors } = decision;
  const bundle = anchors.kind === 'file' ? await readBundle(anchors.path, anchors.input, anchors.managed) : null;
  const roots = rootsOf(anchors);
  return { decision, roots, bundle, context: contextFor(roots, bundle), report: reportTrust(decision, bundle) };
}

export function reportTrust(decision: TrustDecision, bundle: Bundle | null): ReportTrust {
  return {
    verify: decision.verify,
    source: decision.source,
    roots: rootsOf(decision.anchors),
    bundle: bundle && reportBundle(bundle),
    trail: decision.trail,
  };
}

function reportBundle({ path, certificates, sha256, id, name }: Bundle): ReportBundle {
  return { path, certificates: certificates.length, sha256, id, name };
}

/** The certificates this decision trusts, for telling causes apart after a refusal. */
export function anchorsOf(trust: ResolvedTrust): X509Certificate[] {
  const own = trust.bundle?.certificates ?? [];
  if (trust.roots === 'bundle' || trust.roots === 'none') return own;
  return [...own, ...publicRoots()];
}

/** The public roots built into Node. */
export function publicRoots(): readonly X509Certificate[] {
  return processState('public-roots', () => rootCertificates.map((pem) => new X509Certificate(pem)));
}
