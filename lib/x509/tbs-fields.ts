import type { X509Certificate } from 'node:crypto';
import { canonicalName } from './canonical-name';
import { contentOf, type DerElement, readElements, readList } from './der';

const subjectNames = new WeakMap<X509Certificate, string>();

/** The canonical subject alone: trusted certificates are many, and most are never needed in full. */
export function subjectNameOf(x509: X509Certificate): string {
  const known = subjectNames.get(x509);
  if (known !== undefined) return known;
  const name = readSubjectName(x509.raw);
  subjectNames.set(x509, name);
  return name;
}

function readSubjectName(raw: Buffer): string {
  try {
    return canonicalName(split(raw).subject.whole);
  } catch {
    return '';
  }
}

interface ExtensionField {
  oid: string;
  isCritical: boolean;
  value: Buffer;
}

interface TbsFields {
  version: number;
  /** Hex. */
  serial: string;
  /** Of the algorithm inside the signed part. */
  signatureOid: string;
  /** Whether the algorithm beside the signature is the same, parameters included (X509_ALGOR_cmp). */
  isSignatureAlgorithmConsistent: boolean;
  /** Canonical. */
  issuerName: string;
  subjectName: string;
  extensions: ExtensionField[];
  isUnreadable: boolean;
}

/**
 * The fields of a certificate's TBSCertificate (RFC 5280 section 4.1), as far as verification asks for them, from its DER.
 * Never throws: what cannot be read is empty and `isUnreadable`.
 */
export function readTbsFields(raw: Buffer): TbsFields {
  try {
    const { version, serial, algorithm, outerAlgorithm, issuer, subject, rest } = split(raw);
    const extensions = rest.find(({ tag }) => tag === 0xa3);
    return {
      version: version ? 1 + (contentOf(version.content, 2).at(-1) ?? 0) : 1,
      serial: serial.content.toString('hex'),
      signatureOid: dotted(contentOf(algorithm.content, 6)),
      isSignatureAlgorithmConsistent: outerAlgorithm.whole.equals(algorithm.whole),
      issuerName: canonicalName(issuer.whole),
      subjectName: canonicalName(subject.whole),
      extensions: extensions ? readList(extensions.content, 0x30).map(extensionField) : [],
      isUnreadable: false,
    };
  } catch {
    return {
      ...{ version: 3, serial: '', signatureOid: '', issuerName: '', subjectName: '' },
      isSignatureAlgorithmConsistent: true,
      extensions: [],
      isUnreadable: true,
    };
  }
}

/** Throws RangeError when fields are missing. */
function split(raw: Buffer) {
  const [tbs, outerAlgorithm] = readElements(contentOf(raw, 0x30));
  const all = readElements(tbs?.content ?? Buffer.alloc(0));
  const version = all[0]?.tag === 0xa0 ? all.shift() : undefined;
  const [serial, algorithm, issuer, , subject, ...rest] = all;
  if (!outerAlgorithm || !serial || !algorithm || !issuer || !subject) throw new RangeError('fields are missing');
  return { version, serial, algorithm, outerAlgorithm, issuer, subject, rest };
}

function extensionField({ content }: DerElement): ExtensionField {
  const [oid, ...rest] = readElements(content);
  const value = rest.at(-1);
  if (!oid || !value) throw new RangeError('an extension has an identifier and a value');
  const [critical] = rest;
  return {
    oid: dotted(oid.content),
    isCritical: critical?.tag === 1 && (critical.content[0] ?? 0) !== 0,
    value: contentOf(value.whole, 4),
  };
}

/** Object identifiers of more than 53 bits an arc do not occur where they are compared. */
function dotted(content: Buffer): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const octet of content) {
    arc = arc * 128 + (octet & 0x7f);
    if (octet < 0x80) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const [first = 0, ...rest] = arcs;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...rest].join('.');
}
