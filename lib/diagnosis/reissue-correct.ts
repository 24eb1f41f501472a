import { createHash } from 'node:crypto';
import type { Certificate } from '../x509/certificate';
import { isSignedBy } from '../x509/certificate';
import { processedExtensions } from '../x509/critical-extensions';
import type { FindingCode } from './codes';
import { encode, encodeOid } from './reissue-der';
import { correctKeyUsage, correctPurposes, type KeyUsageName } from './reissue-key-usage';
import { type AltName, correctAltNames } from './reissue-names';
import { keyIdOf, type RawExtension, type RawTbs, readName, readTbs } from './reissue-tbs';

/** What a certificate is to look like when it is issued anew, as data. */
export interface CorrectedCertificate {
  kind: 'leaf' | 'ca';
  /** What its files are called in the commands, and those of its issuer. */
  file: string;
  issuerFile: string;
  /** Issued by itself, with its own key. */
  isSelfSigned: boolean;
  /** DER of the names. */
  subject: Buffer;
  issuer: Buffer;
  days: number;
  /** The old key is too weak: EC P-256 takes its place. */
  needsNewKey: boolean;
  basicConstraints: { isCa: boolean; pathLength: number | null };
  keyUsage: KeyUsageName[];
  extendedKeyUsage: { oids: string[]; isCritical: boolean } | null;
  subjectAltName: { names: AltName[]; isCritical: boolean } | null;
  subjectKeyId: Buffer;
  /** Whether the identifier is the SHA-1 of the key, as tools make it by themselves. */
  isKeyIdHash: boolean;
  /** Null on a certificate that signs itself. */
  authorityKeyId: Buffer | null;
  /** Whether the issuer has it as its subject key identifier, so that tools take it from there. */
  isIssuersKeyId: boolean;
  /** The other extensions, as they are. */
  others: RawExtension[];
}

interface Correction {
  path: readonly Certificate[];
  index: number;
  codes: ReadonlySet<FindingCode>;
  /** The issuer, where it is issued anew as well. */
  issuer: CorrectedCertificate | null;
  host: string;
  now: Date;
}

/** The certificate at `index` as RFC 5280 section 4.2 wants it. Throws when its DER cannot be taken apart. Pure. */
export function correctCertificate(correction: Correction): CorrectedCertificate {
  const { path, index, codes, host } = correction;
  const certificate = path[index];
  if (!certificate) throw new RangeError('no certificate there');
  const tbs = readTbs(certificate.x509.raw);
  // Throws for a subject that nobody could write down.
  readName(tbs.subject);
  const isSelfSigned = certificate.isSelfIssued && isSignedBy(certificate, certificate);
  const isCa = index > 0 || (isSelfSigned && certificate.basicConstraints?.isCa === true);
  const needsNewKey = codes.has('weak_key') || (index === 0 && isShort(certificate));
  const subject = certificate.subject === '' && index > 0 ? nameFor(host) : tbs.subject;
  const keyId = subjectKeyId(correction, certificate, tbs, needsNewKey);
  const authority = isSelfSigned ? null : authorityKeyId(correction, certificate);
  const names = index === 0 ? correctAltNames(tbs, { codes, host }) : null;
  const isEmpty = subject.length === 2;
  return {
    kind: index > 0 ? 'ca' : 'leaf',
    file: fileOf(path, index),
    issuerFile: fileOf(path, index + 1),
    isSelfSigned,
    subject,
    issuer: isSelfSigned ? subject : (correction.issuer?.subject ?? issuerName(path, index, tbs)),
    days: days(correction, certificate),
    needsNewKey,
    basicConstraints: { isCa, pathLength: isCa ? pathLength(path, index) : null },
    keyUsage: correctKeyUsage(tbs, {
      isCa,
      isLeaf: index === 0,
      hasRsaKey: certificate.rsaBits !== null && !needsNewKey,
    }),
    extendedKeyUsage: correctPurposes(tbs, codes.has('wrong_key_usage') && index === 0),
    subjectAltName: names && { names: names.names, isCritical: isEmpty || names.isCritical },
    subjectKeyId: keyId,
    isKeyIdHash: needsNewKey || keyId.equals(keyIdOf(tbs.publicKeyInfo)),
    authorityKeyId: authority?.id ?? null,
    isIssuersKeyId: authority?.isIssuers ?? false,
    others: otherExtensions(tbs, index),
  };
}

function fileOf(path: readonly Certificate[], index: number): string {
  if (index === 0) return 'server';
  if (path[index]?.isSelfIssued && !path[index + 1]) return 'root-ca';
  return index === 1 ? 'intermediate-ca' : `intermediate-ca-${index}`;
}

function isShort({ rsaBits }: Certificate): boolean {
  return rsaBits !== null && rsaBits < 2048;
}

/** A CA needs a name of its own; which one is for its owner to say. */
function nameFor(host: string): Buffer {
  const commonName = encode(0x0c, Buffer.from(`CA of ${host || 'this server'}`.slice(0, 64)));
  return encode(0x30, encode(0x31, encode(0x30, encodeOid('2.5.4.3'), commonName)));
}

function issuerName(path: readonly Certificate[], index: number, tbs: RawTbs): Buffer {
  const issuer = path[index + 1];
  return issuer ? readTbs(issuer.x509.raw).subject : tbs.issuer;
}

/** As it is; else the one that the certificate below names; else made from the key. */
function subjectKeyId(
  { path, index }: Correction,
  certificate: Certificate,
  tbs: RawTbs,
  needsNewKey: boolean,
): Buffer {
  // Stands for the hash of a key that is still to be made.
  if (needsNewKey) return createHash('sha1').update('new key for ').update(certificate.x509.raw).digest();
  const named = certificate.subjectKeyId || (index > 0 ? path[index - 1]?.authorityKeyId : null);
  return named ? Buffer.from(named, 'hex') : keyIdOf(tbs.publicKeyInfo);
}

function authorityKeyId({ path, index, issuer }: Correction, certificate: Certificate) {
  if (issuer) return { id: issuer.subjectKeyId, isIssuers: true };
  const above = path[index + 1];
  if (above?.subjectKeyId) return { id: Buffer.from(above.subjectKeyId, 'hex'), isIssuers: true };
  if (above) return { id: keyIdOf(readTbs(above.x509.raw).publicKeyInfo), isIssuers: false };
  return certificate.authorityKeyId ? { id: Buffer.from(certificate.authorityKeyId, 'hex'), isIssuers: false } : null;
}

/** No limit stays no limit; one that is too low is raised to what this chain needs (RFC 5280 section 4.2.1.9). */
function pathLength(path: readonly Certificate[], index: number): number | null {
  const own = path[index]?.basicConstraints;
  if (!own?.isCa || own.pathLength === null) return null;
  return Math.max(own.pathLength, path.slice(1, index).filter((one) => !one.isSelfIssued).length);
}

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 90;

/** As long as before, but not longer than the issuer. */
function days({ path, index, issuer, now }: Correction, { notBefore, notAfter }: Certificate): number {
  const before = Math.round((notAfter.getTime() - notBefore.getTime()) / DAY_MS);
  const wanted = before >= 1 && before <= 36_500 ? before : DEFAULT_DAYS;
  const above = path[index + 1]?.notAfter.getTime() ?? Number.NaN;
  const left = issuer ? issuer.days : Math.floor((above - now.getTime()) / DAY_MS);
  return left >= 1 ? Math.min(wanted, left) : wanted;
}

/** Those that have a field of their own above, and what is bound to one issuance or to long gone clients. */
const notKept = new Set([
  '2.5.29.14',
  '2.5.29.15',
  '2.5.29.19',
  '2.5.29.35',
  '2.5.29.37',
  '1.3.6.1.4.1.11129.2.4.2', // signed certificate timestamps
  '1.3.6.1.4.1.11129.2.4.3', // precertificate poison
  '2.16.840.1.113730.1.1', // Netscape certificate type
  '2.16.840.1.113730.1.13', // Netscape comment
]);

/** Well known, but never to be critical for a TLS client. */
const harmless = new Set([
  '2.5.29.9',
  '2.5.29.16',
  '2.5.29.18',
  '2.5.29.46',
  '1.3.6.1.5.5.7.1.1',
  '1.3.6.1.5.5.7.1.11',
]);

function otherExtensions(tbs: RawTbs, index: number): RawExtension[] {
  const firsts = tbs.extensions.filter(({ oid }, at) => tbs.extensions.findIndex((one) => one.oid === oid) === at);
  return firsts.flatMap((extension) => {
    const { oid, isCritical, value } = extension;
    const isEmptyAltName = oid === '2.5.29.17' && value.length <= 2;
    if (notKept.has(oid) || (oid === '2.5.29.17' && index === 0) || isEmptyAltName) return [];
    if (!isCritical || processedExtensions.has(oid)) return [extension];
    return harmless.has(oid) ? [{ ...extension, isCritical: false }] : [];
  });
}
