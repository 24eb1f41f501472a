import type { KeyObject } from 'node:crypto';
import { X509Certificate } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  Certificate as AsnCertificate,
  AuthorityKeyIdentifier,
  BasicConstraints,
  CertificatePolicies,
  ExtendedKeyUsage,
  type Extension,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_certificatePolicies,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectKeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  type Name,
} from '@peculiar/asn1-x509';
import { LRUCache } from 'lru-cache';
import { plainText } from '../plain-text';
import { signatureAlgorithmName } from './algorithms';
import { type OpensslFacts, readOpensslFacts } from './openssl-facts';

/** One extension as it stands in the certificate (RFC 5280 section 4.1.2.9). */
export interface CertificateExtension {
  oid: string;
  isCritical: boolean;
}

/** A certificate as data: what Node's own class shows, and what it does not (AKI, SKI, criticality). */
export interface Certificate {
  x509: X509Certificate;
  /** RFC 4514-like, in the certificate's own order: "C=DE, O=Corp, CN=Corp Root". Empty when the name is. */
  subject: string;
  issuer: string;
  /** Names folded for comparison (RFC 5280 section 7.1: case and white space do not count). */
  subjectKey: string;
  issuerKey: string;
  version: 1 | 2 | 3;
  notBefore: Date;
  notAfter: Date;
  /** "DNS:mcp.corp", "IP Address:10.0.0.7"; empty without a subjectAltName. */
  subjectAltNames: string[];
  extensions: CertificateExtension[];
  /** Hex; null when absent. */
  subjectKeyId: string | null;
  authorityKeyId: string | null;
  /** DER of the names as hex; null when it cannot be read. */
  names: { subject: string; issuer: string } | null;
  /** The issuer's own issuer, as the AKI's authorityCertIssuer names it; null when it does not. */
  issuersIssuer: { der: string; text: string } | null;
  /** OIDs of certificatePolicies. */
  policies: string[];
  /** Null when the extension is absent. `pathLength` null: no limit. */
  basicConstraints: { isCa: boolean; pathLength: number | null } | null;
  keyUsage: { keyCertSign: boolean; serverAuthentication: boolean } | null;
  /** OIDs; null when the extension is absent. */
  extendedKeyUsage: string[] | null;
  /** "EC P-256", "RSA 2048". */
  publicKey: string;
  /** RSA modulus size; null for other keys. */
  rsaBits: number | null;
  /** As OpenSSL prints it: "ecdsa-with-SHA256". */
  signatureAlgorithm: string;
  isSelfIssued: boolean;
  /** What OpenSSL's verification sees in it: where this and the fields above differ, clients go by this. */
  openssl: OpensslFacts;
}

/** Reading one costs about 1 ms, and the same few certificates come by again and again. */
const read = new LRUCache<string, Certificate>({ max: 1000 });

/**
 * Reads a certificate (RFC 5280). Accepts DER bytes, PEM text or Node's object.
 * Throws Error when it is no certificate; a single extension that cannot be read counts as absent.
 */
export function readCertificate(input: X509Certificate | Uint8Array | string): Certificate {
  const x509 = input instanceof X509Certificate ? input : new X509Certificate(input);
  const known = read.get(x509.fingerprint256);
  if (known) return known;
  const certificate = interpret(x509);
  read.set(x509.fingerprint256, certificate);
  return certificate;
}

function interpret(x509: X509Certificate): Certificate {
  const asn = parseAsn(x509);
  const extensions = asn?.tbsCertificate.extensions ?? [];
  const authorityKey = extensionValue(extensions, id_ce_authorityKeyIdentifier, AuthorityKeyIdentifier);
  const subject = oneLine(x509.subject);
  const issuer = oneLine(x509.issuer);
  const key = publicKeyOf(x509);
  const constraints = extensionValue(extensions, id_ce_basicConstraints, BasicConstraints);
  const usage = extensionValue(extensions, id_ce_keyUsage, KeyUsage)?.toNumber();
  const purposes = extensionValue(extensions, id_ce_extKeyUsage, ExtendedKeyUsage);
  return {
    x509,
    subject,
    issuer,
    subjectKey: foldName(subject),
    issuerKey: foldName(issuer),
    version: ((asn?.tbsCertificate.version ?? 2) + 1) as 1 | 2 | 3,
    notBefore: new Date(x509.validFrom),
    notAfter: new Date(x509.validTo),
    subjectAltNames: splitAltNames(x509.subjectAltName),
    extensions: extensions.map(({ extnID, critical }) => ({ oid: extnID, isCritical: critical })),
    subjectKeyId: hex(extensionValue(extensions, id_ce_subjectKeyIdentifier, OctetString)?.buffer),
    authorityKeyId: hex(authorityKey?.keyIdentifier?.buffer),
    names: asn && {
      subject: nameDer(asn.tbsCertificate.subject),
      issuer: nameDer(asn.tbsCertificate.issuer),
    },
    issuersIssuer: issuersIssuer(authorityKey),
    policies:
      extensionValue(extensions, id_ce_certificatePolicies, CertificatePolicies)?.map((one) => one.policyIdentifier) ??
      [],
    basicConstraints: constraints && { isCa: constraints.cA, pathLength: constraints.pathLenConstraint ?? null },
    keyUsage: usage === undefined ? null : keyUsageOf(usage),
    extendedKeyUsage: purposes && [...purposes],
    publicKey: describeKey(key),
    rsaBits: key?.asymmetricKeyType?.startsWith('rsa') ? (key.asymmetricKeyDetails?.modulusLength ?? null) : null,
    signatureAlgorithm: asn ? signatureAlgorithmName(asn.signatureAlgorithm.algorithm) : 'unknown',
    isSelfIssued: foldName(subject) === foldName(issuer),
    openssl: readOpensslFacts(x509, key),
  };
}

/** OpenSSL reads some encodings that are not quite DER; such a certificate is shown without its extensions. */
function parseAsn(x509: X509Certificate): AsnCertificate | null {
  try {
    return AsnConvert.parse(x509.raw, AsnCertificate);
  } catch {
    return null;
  }
}

/** Folds a one-line name for comparison. */
export function foldName(name: string): string {
  return name.toLowerCase().replace(/\s+/g, ' ');
}

/** Node prints one attribute a line. */
export function oneLine(name: string | undefined): string {
  return plainText((name ?? '').split('\n').join(', '));
}

/** A time as Node prints it, in ISO 8601; as it stands when it is none ("Bad time value"). */
export function isoTime(text: string): string {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? text : time.toISOString();
}

/** Whether two are the same certificate, not only of the same name and key. */
export function isSame(one: Certificate, other: Certificate): boolean {
  return one.x509.fingerprint256 === other.x509.fingerprint256;
}

/** Whether the issuer's key signed the certificate. False for keys and signatures Node cannot use. */
export function isSignedBy(certificate: Certificate, issuer: Certificate): boolean {
  try {
    return certificate.x509.verify(issuer.x509.publicKey);
  } catch {
    return false;
  }
}

/** A certificate that is its own issuer, by its signature. */
export function isSelfSigned(certificate: Certificate): boolean {
  return certificate.isSelfIssued && isSignedBy(certificate, certificate);
}

/** Whether two certificates are for one key. False where Node cannot read it. */
export function hasSameKey(one: X509Certificate, other: X509Certificate): boolean {
  const key = publicKeyOf(other);
  return key !== null && (publicKeyOf(one)?.equals(key) ?? false);
}

/**
 * RFC 5280 section 4.2.1.1: an authority key identifier, where both sides have one, names the issuer's key; the issuer's
 * own issuer and serial number, where it has them, name its certificate (X509_check_akid).
 */
export function keyIdentifiersAgree(certificate: Certificate, issuer: Certificate): boolean {
  const isKeyMeant =
    !certificate.authorityKeyId || !issuer.subjectKeyId || certificate.authorityKeyId === issuer.subjectKeyId;
  const { serial, issuerName } = certificate.openssl.authorityKey ?? { serial: null, issuerName: null };
  const isSerialMeant = serial === null || serial === issuer.openssl.serial;
  return isKeyMeant && isSerialMeant && (issuerName === null || issuerName === issuer.openssl.issuerName);
}

function extensionValue<T>(extensions: Extension[], oid: string, type: new () => T): T | null {
  const extension = extensions.find(({ extnID }) => extnID === oid);
  if (!extension) return null;
  try {
    return AsnConvert.parse(extension.extnValue.buffer, type);
  } catch {
    return null;
  }
}

function nameDer(name: Name): string {
  return Buffer.from(AsnConvert.serialize(name)).toString('hex');
}

function issuersIssuer(authorityKey: AuthorityKeyIdentifier | null): Certificate['issuersIssuer'] {
  const directory = authorityKey?.authorityCertIssuer?.find((name) => name.directoryName)?.directoryName;
  return directory ? { der: nameDer(directory), text: nameText(directory) } : null;
}

const attributeTypes: Record<string, string> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '0.9.2342.19200300.100.1.25': 'DC',
};

function nameText(name: Name): string {
  const attributes = [...name].flatMap((one) => [...one]);
  return attributes.map(({ type, value }) => `${attributeTypes[type] ?? type}=${value.toString()}`).join(', ');
}

function keyUsageOf(flags: number) {
  const { keyCertSign, digitalSignature, keyEncipherment, keyAgreement } = KeyUsageFlags;
  return {
    keyCertSign: (flags & keyCertSign) !== 0,
    serverAuthentication: (flags & (digitalSignature | keyEncipherment | keyAgreement)) !== 0,
  };
}

function publicKeyOf(x509: X509Certificate): KeyObject | null {
  try {
    return x509.publicKey;
  } catch {
    return null;
  }
}

const curves: Record<string, string> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' };

function describeKey(key: KeyObject | null): string {
  const type = key?.asymmetricKeyType;
  if (!key || !type) return 'unknown';
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (modulusLength) return `${type === 'rsa-pss' ? 'RSA-PSS' : type.toUpperCase()} ${modulusLength}`;
  if (namedCurve) return `EC ${curves[namedCurve] ?? namedCurve}`;
  return type.replace(/^ed/, 'Ed');
}

/** Node separates entries by ", " and quotes those that hold a comma themselves. */
function splitAltNames(text: string | undefined): string[] {
  return text?.match(/[^:,"]+:(?:"(?:[^"\\]|\\.)*"|[^,])*/g)?.map((entry) => entry.trimStart()) ?? [];
}

function hex(buffer: ArrayBuffer | undefined): string | null {
  return buffer ? Buffer.from(buffer).toString('hex') : null;
}
