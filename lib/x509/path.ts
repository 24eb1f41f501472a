import type { X509Certificate } from 'node:crypto';
import {
  type Certificate,
  foldName,
  isSame,
  isSelfSigned,
  isSignedBy,
  keyIdentifiersAgree,
  oneLine,
  readCertificate,
} from './certificate';

/**
 * How far a chain leads from the leaf towards the anchors:
 * - `anchored`: it reaches a trusted certificate
 * - `self_signed`: it ends in a certificate that signs itself and is not trusted
 * - `missing_issuer`: nothing that was sent or is trusted has the issuer's name
 * - `circle`: every issuer at hand is in the path already, as when two CAs certify each other
 * - `wrong_key`: certificates with the issuer's name are at hand, but none of their keys made the signature
 * - `wrong_key_identifier`: the signature fits, but the authority key identifier names another key
 */
export type PathEnd = 'anchored' | 'self_signed' | 'missing_issuer' | 'circle' | 'wrong_key' | 'wrong_key_identifier';

export interface CertificationPath {
  /** From the leaf on; with the anchor as the last one when `end` is `anchored`. */
  certificates: Certificate[];
  end: PathEnd;
  /** Trusted certificates with the name of the issuer (or of the self-signed end) that do not fit. */
  namesakes: Certificate[];
}

const MAX_DEPTH = 32;
/** Many CAs that certify each other have more paths than anybody can try. */
const MAX_TRIES = 100;

/**
 * Builds the path of a sent chain, leaf first, as RFC 5280 section 6.1 numbers it: trusted certificates are
 * preferred, then sent ones, wherever they stand; of several that fit, one that is valid now, as in OpenSSL. Where that
 * leads nowhere, the others are tried, which OpenSSL does not do. A certificate that is itself trusted ends the path
 * (X509_V_FLAG_PARTIAL_CHAIN). `chain` must not be empty. Pure; bounded.
 */
export function buildPath(chain: Certificate[], anchors: readonly X509Certificate[], now: Date): CertificationPath {
  const [leaf] = chain;
  if (!leaf) throw new RangeError('a chain has at least one certificate');
  const trusted = new Set(anchors.map((anchor) => anchor.fingerprint256));
  let tries = 0;

  function extend(path: Certificate[], current: Certificate): CertificationPath {
    tries += 1;
    if (trusted.has(current.x509.fingerprint256)) return { certificates: path, end: 'anchored', namesakes: [] };
    // A certificate that signed itself is trusted as it stands or not at all, whoever has the same name and key.
    if (current.openssl.isSelfSigned && isSelfSigned(current)) {
      return { certificates: path, end: 'self_signed', namesakes: namedAs(anchors, current.issuerKey) };
    }
    if (path.length > MAX_DEPTH) return { certificates: path, end: 'missing_issuer', namesakes: [] };
    const namesakes = namedAs(anchors, current.issuerKey);
    const sent = chain.filter((one) => one.subjectKey === current.issuerKey);
    const signers = [...namesakes, ...sent].filter((one) => isSignedBy(current, one));
    const fitting = signers.filter((one) => keyIdentifiersAgree(current, one));
    const unused = fitting.filter((one) => !path.some((passed) => isSame(passed, one)));
    const [first, ...others] = [
      ...validFirst(
        unused.filter((one) => namesakes.includes(one)),
        now,
      ),
      ...validFirst(
        unused.filter((one) => !namesakes.includes(one)),
        now,
      ),
    ];
    if (!first) {
      const isCircle = fitting.length > 0 && !isSelfSigned(current);
      return {
        certificates: path,
        end: isCircle ? 'circle' : stuckAt(current, [...namesakes, ...sent], signers),
        namesakes,
      };
    }
    const nearest = extend([...path, first], first);
    for (const other of others) {
      if (nearest.end === 'anchored' || tries >= MAX_TRIES) break;
      const found = extend([...path, other], other);
      if (found.end === 'anchored') return found;
    }
    return nearest;
  }

  return extend([leaf], leaf);
}

function validFirst(candidates: Certificate[], now: Date): Certificate[] {
  const isValid = (one: Certificate) => one.notBefore <= now && now <= one.notAfter;
  return [...candidates.filter(isValid), ...candidates.filter((one) => !isValid(one))];
}

function stuckAt(current: Certificate, candidates: Certificate[], signers: Certificate[]): PathEnd {
  if (isSelfSigned(current)) return 'self_signed';
  if (signers.length > 0) return 'wrong_key_identifier';
  return candidates.some((one) => !isSame(one, current)) ? 'wrong_key' : 'missing_issuer';
}

/** Anchors are many and most are never needed: only those with the right name are read in full. */
function namedAs(anchors: readonly X509Certificate[], key: string): Certificate[] {
  return anchors.filter((anchor) => foldName(oneLine(anchor.subject)) === key).map(readCertificate);
}
