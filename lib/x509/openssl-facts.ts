import type { KeyObject, X509Certificate } from 'node:crypto';
import { signingKeyType } from './algorithms';
import {
  type AuthorityKey,
  checkDistributionPoints,
  checkExtendedKeyUsage,
  checkNameConstraints,
  readAlternativeNames,
  readAuthorityKey,
  readBasicConstraints,
  readBits,
  readKeyIdentifier,
} from './extension-values';
import { readTbsFields } from './tbs-fields';

/** A certificate as OpenSSL's verification sees it (ossl_x509v3_cache_extensions). Identifiers and names are for comparing. */
export interface OpensslFacts {
  version: number;
  /** Canonical names: equal exactly when OpenSSL says so; empty when the name has no attribute. */
  subjectName: string;
  issuerName: string;
  serial: string;
  subjectKeyId: string | null;
  authorityKey: AuthorityKey | null;
  /** X509_check_ca: 0 is no CA, 1 is one, the others are unclear (3 version 1 and self-signed, 4 keyCertSign alone, 5 Netscape). */
  caStatus: 0 | 1 | 3 | 4 | 5;
  /** EXFLAG_CA: cA in basicConstraints, whatever the key usage says. */
  isCa: boolean;
  pathLength: number | null;
  /** KU_* bits; null when the extension is absent. */
  keyUsage: number | null;
  /** How many names subjectAltName holds; null when it is absent. */
  alternativeNames: number | null;
  extensionCount: number;
  /** OIDs of the extensions that are critical. */
  criticalOids: ReadonlySet<string>;
  /** "rsa", "ec": what Node calls a key that makes such a signature; null when OpenSSL does not know the algorithm. */
  signatureKeyType: string | null;
  keyType: string | null;
  /** Whether the signed and the outer signature algorithm are the same, parameters included (X509_ALGOR_cmp). */
  isSignatureAlgorithmConsistent: boolean;
  isSelfIssued: boolean;
  /** EXFLAG_SS: named as its own issuer, by key identifier and kind of key too. The signature is not looked at. */
  isSelfSigned: boolean;
  /** EXFLAG_INVALID: an extension cannot be read or stands there twice. OpenSSL then finds no issuer for it. */
  isUnreadable: boolean;
}

/** KU_KEY_CERT_SIGN, KU_CRL_SIGN. */
export const KEY_CERT_SIGN = 0x04;
export const CRL_SIGN = 0x02;

/** NS_ANY_CA. */
const NETSCAPE_CA = 0x07;

export const oids = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
} as const;

/** Reads what OpenSSL derives from a certificate. Never throws: what cannot be read makes it `isUnreadable`. */
export function readOpensslFacts(x509: X509Certificate, key: KeyObject | null): OpensslFacts {
  const fields = readTbsFields(x509.raw);
  const extensions = fields.extensions;
  let isUnreadable = fields.isUnreadable;
  const value = <T>(oid: string, read: (value: Buffer) => T): T | null => {
    const [first, ...more] = extensions.filter((extension) => extension.oid === oid);
    if (!first) return null;
    try {
      if (more.length > 0) throw new RangeError('twice');
      return read(first.value);
    } catch {
      isUnreadable = true;
      return null;
    }
  };
  const constraints = value(oids.basicConstraints, readBasicConstraints);
  const keyUsage = value(oids.keyUsage, readBits);
  value('2.5.29.37', checkExtendedKeyUsage);
  const netscapeType = value('2.16.840.1.113730.1.1', readBits);
  const subjectKeyId = value(oids.subjectKeyIdentifier, readKeyIdentifier);
  const authorityKey = value(oids.authorityKeyIdentifier, readAuthorityKey);
  const alternativeNames = value(oids.subjectAltName, readAlternativeNames);
  value('2.5.29.30', checkNameConstraints);
  value('2.5.29.31', checkDistributionPoints);
  // RFC 3820 section 3: a proxy certificate is no CA and has no alternative names.
  const has = (oid: string) => extensions.some((extension) => extension.oid === oid);
  const isProxy = has('1.3.6.1.5.5.7.1.14');
  if (isProxy && (constraints?.isCa || has(oids.subjectAltName) || has('2.5.29.18'))) isUnreadable = true;
  // RFC 5280 section 4.2.1.3: at least one bit.
  if (keyUsage === 0) isUnreadable = true;

  const own = {
    subjectName: fields.subjectName,
    issuerName: fields.issuerName,
    serial: fields.serial,
    subjectKeyId,
    authorityKey,
    signatureKeyType: signingKeyType(fields.signatureOid),
    keyType: key?.asymmetricKeyType ?? null,
    isUnreadable,
  };
  const isSelfSigned = isLikelyIssuedBy(own, own);
  const isVersion1Root = fields.version === 1 && isSelfSigned;
  return {
    ...own,
    version: fields.version,
    caStatus: isUnreadable ? 0 : caStatus(constraints, keyUsage, netscapeType, isVersion1Root),
    isCa: constraints?.isCa ?? false,
    pathLength: constraints?.pathLength ?? null,
    keyUsage,
    alternativeNames,
    extensionCount: extensions.length,
    criticalOids: new Set(extensions.filter(({ isCritical }) => isCritical).map(({ oid }) => oid)),
    isSignatureAlgorithmConsistent: fields.isSignatureAlgorithmConsistent,
    isSelfIssued: fields.subjectName === fields.issuerName,
    isSelfSigned,
  };
}

type IssuingFacts = Pick<
  OpensslFacts,
  | 'subjectName'
  | 'issuerName'
  | 'serial'
  | 'subjectKeyId'
  | 'authorityKey'
  | 'signatureKeyType'
  | 'keyType'
  | 'isUnreadable'
>;

/** Whether OpenSSL takes a certificate for the issuer of another: by names, key identifier and kind of key (ossl_x509_likely_issued). */
export function isLikelyIssuedBy(certificate: IssuingFacts, issuer: IssuingFacts): boolean {
  if (issuer.subjectName !== certificate.issuerName || issuer.isUnreadable || certificate.isUnreadable) return false;
  const { keyId, serial, issuerName } = certificate.authorityKey ?? { keyId: null, serial: null, issuerName: null };
  const isKeyMeant = keyId === null || issuer.subjectKeyId === null || keyId === issuer.subjectKeyId;
  const isSerialMeant = serial === null || serial === issuer.serial;
  const isIssuerMeant = issuerName === null || issuerName === issuer.issuerName;
  const fits = isKeyMeant && isSerialMeant && isIssuerMeant;
  return fits && canSign(issuer.keyType, certificate.signatureKeyType);
}

/** An RSA key may sign with PSS, a key for PSS only with it. */
function canSign(keyType: string | null, signatureKeyType: string | null): boolean {
  if (keyType === null || signatureKeyType === null) return false;
  return keyType === signatureKeyType || (keyType === 'rsa' && signatureKeyType === 'rsa-pss');
}

function caStatus(
  constraints: { isCa: boolean } | null,
  keyUsage: number | null,
  netscapeType: number | null,
  isVersion1Root: boolean,
): OpensslFacts['caStatus'] {
  if (keyUsage !== null && (keyUsage & KEY_CERT_SIGN) === 0) return 0;
  if (constraints) return constraints.isCa ? 1 : 0;
  if (isVersion1Root) return 3;
  if (keyUsage !== null) return 4;
  return netscapeType !== null && (netscapeType & NETSCAPE_CA) !== 0 ? 5 : 0;
}
