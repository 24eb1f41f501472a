import type { X509Certificate } from 'node:crypto';
import { type Certificate, isSame, readCertificate } from './certificate';
import { isLikelyIssuedBy } from './openssl-facts';
import { subjectNameOf } from './tbs-fields';

export interface OpensslPathOptions {
  /** As sent, leaf first. Not empty. */
  chain: readonly Certificate[];
  anchors: readonly X509Certificate[];
  /** X509_V_FLAG_PARTIAL_CHAIN. */
  acceptsPartialChain: boolean;
  now: Date;
}

/**
 * Where the path ends:
 * - `trusted`: it is one that OpenSSL goes on to check
 * - `self_signed`: in a certificate that is named as its own issuer and is not trusted
 * - `missing_issuer`: nothing sent or trusted fits as an issuer
 * - `too_long`: over 100 issuers
 */
export type OpensslPathEnd = 'trusted' | 'self_signed' | 'missing_issuer' | 'too_long';

export interface OpensslPath {
  /** From the leaf on. */
  certificates: Certificate[];
  /** How many of them, from the leaf on, are not trusted; 0 when the leaf itself is. */
  untrustedCount: number;
  end: OpensslPathEnd;
  /** X509_V_ERR_* of the end; null when it is `trusted`. */
  opensslCode: number | null;
}

/** X509_VERIFY_PARAM's default depth, and one more. */
const MAX_DEPTH = 101;

/**
 * The path that clients on OpenSSL 3.0 take (build_chain): trusted certificates first, then sent ones in wire order,
 * chosen by name, key identifier and kind of key, never by signature, and never given up for another. Where it is
 * `trusted`, the signatures, times and extensions along it decide; `buildPath` tells whether a better one exists.
 * OpenSSL 3.2 and later also pass over a sent issuer whose key usage forbids signing certificates. Throws RangeError for
 * an empty chain.
 */
export function buildOpensslPath({ chain, anchors, acceptsPartialChain, now }: OpensslPathOptions): OpensslPath {
  const [leaf] = chain;
  if (!leaf) throw new RangeError('a chain has at least one certificate');
  const path = [leaf];
  const unused = [...chain];
  let current = leaf;
  let untrustedCount = 1;
  const trusted = (count: number): OpensslPath => ({
    certificates: path,
    untrustedCount: count,
    end: 'trusted',
    opensslCode: null,
  });

  while (path.length <= MAX_DEPTH) {
    const anchor = bestIssuer(current, namedAs(anchors, current.openssl.issuerName), now);
    if (anchor && !current.openssl.isSelfSigned) {
      path.push(anchor);
      current = anchor;
      if (acceptsPartialChain || anchor.openssl.isSelfSigned) return trusted(untrustedCount);
      continue;
    }
    if (anchor && isSame(anchor, current)) return trusted(path.length - 1);
    if (untrustedCount < path.length || current.openssl.isSelfSigned) break;
    const candidates = unused.filter((one) => !path.some((passed) => isSame(passed, one)));
    const issuer = bestIssuer(current, candidates, now);
    if (!issuer) break;
    unused.splice(unused.indexOf(issuer), 1);
    path.push(issuer);
    current = issuer;
    untrustedCount += 1;
  }

  const isLeafTrusted = anchors.some(({ fingerprint256 }) => fingerprint256 === leaf.x509.fingerprint256);
  const mayTrustLeaf = acceptsPartialChain && untrustedCount === path.length && path.length <= MAX_DEPTH;
  // The certificates after a leaf that is itself trusted stay in the path, and OpenSSL checks them all.
  if (mayTrustLeaf && isLeafTrusted) return trusted(0);
  return { certificates: path, untrustedCount, ...endOf(path, current, untrustedCount) };
}

function endOf(path: Certificate[], last: Certificate, untrustedCount: number) {
  if (path.length > MAX_DEPTH) return { end: 'too_long', opensslCode: 22 } as const;
  if (last.openssl.isSelfSigned) return { end: 'self_signed', opensslCode: path.length === 1 ? 18 : 19 } as const;
  return { end: 'missing_issuer', opensslCode: untrustedCount < path.length ? 2 : 20 } as const;
}

/** The first that is valid now, else the one that ends last (find_issuer, X509_STORE_CTX_get1_issuer). */
function bestIssuer(certificate: Certificate, candidates: Certificate[], now: Date): Certificate | undefined {
  const fitting = candidates.filter((one) => isLikelyIssuedBy(certificate.openssl, one.openssl));
  const [first, ...others] = fitting;
  return (
    fitting.find((one) => one.notBefore <= now && now < one.notAfter) ??
    (first && others.reduce((best, one) => (one.notAfter > best.notAfter ? one : best), first))
  );
}

function namedAs(anchors: readonly X509Certificate[], name: string): Certificate[] {
  return anchors.filter((anchor) => subjectNameOf(anchor) === name).map((anchor) => readCertificate(anchor));
}
