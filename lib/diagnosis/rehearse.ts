import { randomBytes, sign, X509Certificate } from 'node:crypto';
import { isWeakSignature, signatureAlgorithmName } from '../x509/algorithms';
import { type Certificate, isSignedBy } from '../x509/certificate';
import { contentOf } from '../x509/der';
import { strengthOf, strong, type ThrowAwayKey, throwAwayKey } from './rehearse-keys';
import type { CorrectedCertificate } from './reissue-correct';
import { decodeOid, encode, encodeOid, encodeTime } from './reissue-der';
import { encodeExtensions } from './reissue-extensions';
import type { ReissueFix } from './reissue-plan';
import { encodeTbs, type RawTbs, readTbs } from './reissue-tbs';

export interface Rehearsal {
  /** As it would be sent: leaf first, without the root. */
  chain: X509Certificate[];
  anchors: X509Certificate[];
}

interface Part {
  tbs: RawTbs;
  /** Null: as it is. */
  corrected: CorrectedCertificate | null;
  key: ThrowAwayKey;
  hash: Hash;
  /** The algorithm inside and outside the signed part differ. */
  isInconsistent: boolean;
}

type Hash = 'sha1' | 'sha256';

/** No chain that a client accepts is longer. */
const MAX_PATH = 12;

/**
 * A look-alike of a path (leaf to root) with throw-away keys, in which only the certificates to be fixed differ from
 * the real ones: all others keep every byte but the key and the signature, and weak keys and signatures stay weak. What
 * is judged on it holds for the real chain once the fixes are made. `fixes` may be empty. Null when a certificate
 * has something that cannot be copied truthfully. No I/O, and no key leaves the process.
 */
export async function rehearse({
  path,
  fixes,
}: {
  path: readonly Certificate[];
  fixes: readonly ReissueFix[];
}): Promise<Rehearsal | null> {
  if (path.length === 0 || path.length > MAX_PATH || !isLinked(path, fixes)) return null;
  try {
    const parts = await Promise.all(path.map((one, index) => partOf(one, index, fixes)));
    const outside = await throwAwayKey(strong, -1);
    const issued = parts.map((part, index) => {
      const last = path[index + 1] === undefined;
      const signsItself = last && path[index] !== undefined && isSignedBy(path[index], path[index]);
      return issue(part, signsItself ? part.key : (parts[index + 1]?.key ?? outside));
    });
    return { chain: issued.length > 1 ? issued.slice(0, -1) : issued, anchors: issued.slice(-1) };
  } catch {
    return null;
  }
}

/**
 * The look-alike of a certificate is signed by that of its issuer, so the real one has to be, unless it is signed anew
 * anyway. The last one of the path may stand for a root that nobody has: it has the name, but not the key.
 */
function isLinked(path: readonly Certificate[], fixes: readonly ReissueFix[]): boolean {
  return path.every((certificate, index) => {
    const issuer = path[index + 1];
    if (!issuer || fixes.some((fix) => fix.certificate === index)) return true;
    if (certificate.openssl.issuerName !== issuer.openssl.subjectName) return false;
    // A signature whose algorithm is named differently inside and outside counts for nobody (X509_verify).
    const isChecked = path[index + 2] !== undefined && certificate.openssl.isSignatureAlgorithmConsistent;
    return !isChecked || isSignedBy(certificate, issuer);
  });
}

async function partOf(certificate: Certificate, index: number, fixes: readonly ReissueFix[]): Promise<Part> {
  const tbs = readTbs(certificate.x509.raw);
  const corrected = fixes.find((fix) => fix.certificate === index)?.corrected ?? null;
  const strength = corrected?.needsNewKey ? strong : strengthOf(certificate, tbs);
  if (!strength) throw new RangeError('a key that cannot be copied');
  return {
    tbs,
    corrected,
    key: await throwAwayKey(strength, index),
    hash: corrected ? 'sha256' : hashOf(tbs),
    isInconsistent: !corrected && !tbs.algorithm.equals(tbs.outerAlgorithm),
  };
}

const pss = '1.2.840.113549.1.1.10';
/** SHA-256, SHA-384 and SHA-512 as they stand in the parameters of RSASSA-PSS (RFC 4055 section 2.1); SHA-1 is its default. */
const sha2 = ['2.16.840.1.101.3.4.2.1', '2.16.840.1.101.3.4.2.2', '2.16.840.1.101.3.4.2.3'].map(encodeOid);

function hashOf({ outerAlgorithm }: RawTbs): Hash {
  const oid = decodeOid(contentOf(contentOf(outerAlgorithm, 0x30), 0x06));
  if (oid === pss) return sha2.some((one) => outerAlgorithm.includes(one)) ? 'sha256' : 'sha1';
  const name = signatureAlgorithmName(oid);
  if (name === oid) throw new RangeError('a signature algorithm that is not known');
  return isWeakSignature(name) ? 'sha1' : 'sha256';
}

function issue(part: Part, signer: ThrowAwayKey): X509Certificate {
  const { tbs, corrected, key, hash, isInconsistent } = part;
  const algorithm = algorithmOf(signer, hash);
  const inner = isInconsistent ? algorithmOf(signer, 'sha384') : algorithm;
  const fields = { ...tbs, algorithm: inner, publicKeyInfo: key.publicKeyInfo };
  const signed = encodeTbs(corrected ? { ...fields, ...correctedFields(corrected) } : fields);
  const signature = sign(hash, signed, signer.privateKey);
  return new X509Certificate(encode(0x30, signed, algorithm, encode(0x03, Buffer.from([0]), signature)));
}

const HOUR_MS = 3_600_000;

function correctedFields(
  corrected: CorrectedCertificate,
): Omit<RawTbs, 'algorithm' | 'publicKeyInfo' | 'extensions' | 'outerAlgorithm'> {
  const now = Date.now();
  const notAfter = new Date(now + corrected.days * 24 * HOUR_MS);
  // RFC 5280 section 4.1.2.2: positive.
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  return {
    version: encode(0xa0, encode(0x02, Buffer.from([2]))),
    serial: encode(0x02, serial),
    issuer: corrected.issuer,
    validity: encode(0x30, encodeTime(new Date(now - HOUR_MS)), encodeTime(notAfter)),
    subject: corrected.subject,
    rest: [encodeExtensions(corrected)],
  };
}

const signatureOids = {
  ec: { sha1: '1.2.840.10045.4.1', sha256: '1.2.840.10045.4.3.2', sha384: '1.2.840.10045.4.3.3' },
  rsa: { sha1: '1.2.840.113549.1.1.5', sha256: '1.2.840.113549.1.1.11', sha384: '1.2.840.113549.1.1.12' },
};

/** AlgorithmIdentifier; RSA has NULL for its parameters, ECDSA none (RFC 4055 section 5, RFC 5758 section 3.2). */
function algorithmOf({ privateKey }: ThrowAwayKey, hash: Hash | 'sha384'): Buffer {
  const isEc = privateKey.asymmetricKeyType === 'ec';
  const oid = encodeOid(signatureOids[isEc ? 'ec' : 'rsa'][hash]);
  return isEc ? encode(0x30, oid) : encode(0x30, oid, encode(0x05));
}
