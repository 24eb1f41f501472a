import { type Certificate, isSame, isSignedBy } from './certificate';
import { buildOpensslPath, type OpensslPath, type OpensslPathOptions } from './openssl-path';
import { buildPath } from './path';

/** A sent chain that clients on OpenSSL refuse only because of its order. */
export interface BetterOrder {
  /** What they take for an issuer, and do not give up for another. It was sent. */
  taken: Certificate;
  /** What they would take if it came before `taken`. */
  needed: Certificate;
  /** The same certificates in an order that leads to a trusted one. */
  chain: Certificate[];
}

/**
 * Whether the certificates of a chain, sent in another order, would lead clients on OpenSSL to a trusted certificate, when
 * they do not as it is: cross-signed CAs, or two of one name, with the useless one first. Null when the order is not to
 * blame. Signatures count here; times and extensions do not, beyond OpenSSL's preference for what is valid now. Pure, and
 * bounded as `buildPath` is. `chain` must not be empty.
 */
export function findBetterOrder(options: OpensslPathOptions): BetterOrder | null {
  const { chain, anchors, now } = options;
  const path = buildOpensslPath(options);
  if (leadsToTrust(path)) return null;
  const better = buildPath([...chain], anchors, now);
  if (better.end !== 'anchored') return null;
  const isUsed = (one: Certificate) => better.certificates.some((used) => isSame(used, one));
  const wasSent = (one: Certificate) => chain.some((sent) => isSame(sent, one));
  const reordered = [...better.certificates.filter(wasSent), ...chain.filter((one) => !isUsed(one))];
  if (!leadsToTrust(buildOpensslPath({ ...options, chain: reordered }))) return null;
  const depth = better.certificates.findIndex(
    (one, at) => !path.certificates[at] || !isSame(one, path.certificates[at]),
  );
  const taken = path.certificates[depth];
  const needed = better.certificates[depth];
  return taken && needed ? { taken, needed, chain: reordered } : null;
}

function leadsToTrust({ end, certificates }: OpensslPath): boolean {
  const isVerified = (one: Certificate, at: number) => {
    const issuer = certificates[at + 1];
    return !issuer || isSignedBy(one, issuer);
  };
  return end === 'trusted' && certificates.every(isVerified);
}
