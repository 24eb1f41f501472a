import { CRL_SIGN, KEY_CERT_SIGN, type OpensslFacts, oids } from './openssl-facts';

/** The finding codes of rules that clients apply only under X509_V_FLAG_X509_STRICT. */
export type StrictCode =
  | 'basic_constraints_missing'
  | 'path_length_on_leaf'
  | 'path_length_without_key_cert_sign'
  | 'basic_constraints_not_critical'
  | 'ca_key_usage_missing'
  | 'key_cert_sign_on_leaf'
  | 'empty_issuer'
  | 'empty_subject'
  | 'subject_alternative_name_not_critical'
  | 'empty_subject_alternative_name'
  | 'signature_algorithm_mismatch'
  | 'key_identifier_critical'
  | 'missing_authority_key_identifier'
  | 'missing_subject_key_identifier'
  | 'extensions_need_version_3';

export interface StrictRule {
  code: StrictCode;
  /** X509_V_ERR_* number. */
  opensslCode: number;
  /** OID of the extension it is about; null for a field of the certificate itself. */
  extension: string | null;
  /** Of RFC 5280: "4.2.1.1". */
  section: string;
  /** The OpenSSL release that no longer has the rule; null while all have it. */
  droppedIn: '4.0' | null;
}

/** Where a certificate stands in its path. */
export interface PathPosition {
  depth: number;
  isLast: boolean;
}

interface Check extends StrictRule {
  /** A path of one certificate is held to it too. */
  isForSingle?: true;
  isBroken(certificate: OpensslFacts, position: PathPosition): boolean;
}

const has = (certificate: OpensslFacts, usage: number) => ((certificate.keyUsage ?? 0) & usage) !== 0;

/** In the order in which OpenSSL 3.0 makes them for each certificate (check_extensions in x509_vfy.c). */
export const strictChecks: readonly Check[] = [
  {
    code: 'basic_constraints_missing',
    opensslCode: 79,
    extension: oids.basicConstraints,
    section: '4.2.1.9',
    droppedIn: null,
    isForSingle: true,
    // Between leaf and anchor, lax clients refuse such a certificate too.
    isBroken: ({ caStatus }, { depth, isLast }) => caStatus > 1 && (depth === 0 || isLast),
  },
  {
    code: 'path_length_on_leaf',
    opensslCode: 80,
    extension: oids.basicConstraints,
    section: '4.2.1.9',
    droppedIn: null,
    isBroken: ({ pathLength, isCa }) => pathLength !== null && !isCa,
  },
  {
    code: 'path_length_without_key_cert_sign',
    opensslCode: 81,
    extension: oids.basicConstraints,
    section: '4.2.1.9',
    droppedIn: null,
    isBroken: (certificate) => certificate.pathLength !== null && !has(certificate, KEY_CERT_SIGN),
  },
  {
    code: 'basic_constraints_not_critical',
    opensslCode: 89,
    extension: oids.basicConstraints,
    section: '4.2.1.9',
    droppedIn: '4.0',
    isBroken: ({ isCa, criticalOids }) => isCa && !criticalOids.has(oids.basicConstraints),
  },
  {
    code: 'ca_key_usage_missing',
    opensslCode: 92,
    extension: oids.keyUsage,
    section: '4.2.1.3',
    droppedIn: null,
    isBroken: ({ isCa, keyUsage }) => isCa && keyUsage === null,
  },
  {
    code: 'key_cert_sign_on_leaf',
    opensslCode: 82,
    extension: oids.keyUsage,
    section: '4.2.1.3',
    droppedIn: null,
    isBroken: (certificate) => !certificate.isCa && has(certificate, KEY_CERT_SIGN),
  },
  {
    code: 'empty_issuer',
    opensslCode: 83,
    extension: null,
    section: '4.1.2.4',
    droppedIn: null,
    isBroken: ({ issuerName }) => issuerName === '',
  },
  {
    code: 'empty_subject',
    opensslCode: 84,
    extension: null,
    section: '4.1.2.6',
    droppedIn: null,
    isBroken: (certificate) =>
      certificate.subjectName === '' &&
      (certificate.isCa || has(certificate, CRL_SIGN) || certificate.alternativeNames === null),
  },
  {
    code: 'subject_alternative_name_not_critical',
    opensslCode: 88,
    extension: oids.subjectAltName,
    section: '4.2.1.6',
    droppedIn: '4.0',
    isBroken: ({ subjectName, alternativeNames, criticalOids }) =>
      subjectName === '' && alternativeNames !== null && !criticalOids.has(oids.subjectAltName),
  },
  {
    code: 'empty_subject_alternative_name',
    opensslCode: 87,
    extension: oids.subjectAltName,
    section: '4.2.1.6',
    droppedIn: null,
    isBroken: ({ alternativeNames }) => alternativeNames === 0,
  },
  {
    code: 'signature_algorithm_mismatch',
    opensslCode: 78,
    extension: null,
    section: '4.1.1.2',
    droppedIn: null,
    isBroken: ({ isSignatureAlgorithmConsistent }) => !isSignatureAlgorithmConsistent,
  },
  {
    code: 'key_identifier_critical',
    opensslCode: 90,
    extension: oids.authorityKeyIdentifier,
    section: '4.2.1.1',
    droppedIn: '4.0',
    isBroken: ({ authorityKey, criticalOids }) =>
      authorityKey !== null && criticalOids.has(oids.authorityKeyIdentifier),
  },
  {
    code: 'key_identifier_critical',
    opensslCode: 91,
    extension: oids.subjectKeyIdentifier,
    section: '4.2.1.2',
    droppedIn: '4.0',
    isBroken: ({ subjectKeyId, criticalOids }) => subjectKeyId !== null && criticalOids.has(oids.subjectKeyIdentifier),
  },
  {
    code: 'missing_authority_key_identifier',
    opensslCode: 85,
    extension: oids.authorityKeyIdentifier,
    section: '4.2.1.1',
    droppedIn: null,
    isBroken: ({ version, authorityKey }, { isLast }) => version >= 3 && !isLast && authorityKey === null,
  },
  {
    // One that names the issuer by serial number, without a key identifier, is enough for OpenSSL 4.0.
    code: 'missing_authority_key_identifier',
    opensslCode: 85,
    extension: oids.authorityKeyIdentifier,
    section: '4.2.1.1',
    droppedIn: '4.0',
    isBroken: ({ version, authorityKey }, { isLast }) => version >= 3 && !isLast && authorityKey?.keyId === null,
  },
  {
    code: 'missing_subject_key_identifier',
    opensslCode: 86,
    extension: oids.subjectKeyIdentifier,
    section: '4.2.1.2',
    droppedIn: null,
    isBroken: ({ version, isCa, subjectKeyId }) => version >= 3 && isCa && subjectKeyId === null,
  },
  {
    code: 'extensions_need_version_3',
    opensslCode: 93,
    extension: null,
    section: '4.1.2.9',
    droppedIn: null,
    isBroken: ({ version, extensionCount }) => version < 3 && extensionCount > 0,
  },
];
