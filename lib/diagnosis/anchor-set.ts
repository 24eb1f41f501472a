import type { X509Certificate } from 'node:crypto';
import { anchorsOf, type ResolvedTrust, resolveTrust } from '../trust/resolve';
import { bundleTitle } from '../trust/sentence';
import { TrustError } from '../trust/trust-error';

/** What a chain is held against. */
export interface AnchorSet {
  /** Everything that is trusted. */
  anchors: readonly X509Certificate[];
  /** The trusted certificates that were chosen for this server; empty when the public roots are in force. */
  chosen: readonly X509Certificate[];
  hasPublicRoots: boolean;
  /** "the bundle /etc/ssl/corp.pem", "the public roots": for sentences. */
  name: string;
  /** The bundle in force as text for a new one that extends it; null when there is none. */
  bundle: ResolvedTrust['bundle'];
  /** Said with the verdicts when it is not what connections of this server go by. */
  note: string | null;
}

/** A file with more certificates than this is a copy of the public roots, whoever named it. */
const PRIVATE_BUNDLE_MAX = 40;

/**
 * The anchors a server's chain is judged by: those of its trust decision. With verification off there are none, so then
 * those of a server that says nothing but "verify". Null when that names a bundle that cannot be used.
 */
export async function anchorSetOf(trust: ResolvedTrust): Promise<AnchorSet | null> {
  if (trust.decision.verify) return setOf(trust, null);
  try {
    const verifying = await resolveTrust({ ssl_verify: 'true', ca_bundle_id: null, include_public_roots: false });
    const set = setOf(verifying, null);
    return { ...set, note: `Verification is off here, so this is what clients say that verify against ${set.name}.` };
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    return null;
  }
}

function setOf(trust: ResolvedTrust, note: string | null): AnchorSet {
  const own = trust.bundle?.certificates ?? [];
  return {
    anchors: anchorsOf(trust),
    chosen: own.length <= PRIVATE_BUNDLE_MAX ? own : [],
    hasPublicRoots: trust.roots === 'public' || trust.roots === 'bundle+public',
    name: trust.bundle ? bundleTitle(trust.bundle) : 'the public roots',
    bundle: trust.bundle,
    note,
  };
}
