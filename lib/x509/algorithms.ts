/** Signature algorithm OIDs and the names OpenSSL prints for them. */
const names: Record<string, string> = {
  '1.2.840.113549.1.1.2': 'md2WithRSAEncryption',
  '1.2.840.113549.1.1.4': 'md5WithRSAEncryption',
  '1.2.840.113549.1.1.5': 'sha1WithRSAEncryption',
  '1.2.840.113549.1.1.10': 'rsassaPss',
  '1.2.840.113549.1.1.11': 'sha256WithRSAEncryption',
  '1.2.840.113549.1.1.12': 'sha384WithRSAEncryption',
  '1.2.840.113549.1.1.13': 'sha512WithRSAEncryption',
  '1.2.840.113549.1.1.14': 'sha224WithRSAEncryption',
  '1.2.840.10040.4.3': 'dsaWithSHA1',
  '2.16.840.1.101.3.4.3.2': 'dsa_with_SHA256',
  '1.2.840.10045.4.1': 'ecdsa-with-SHA1',
  '1.2.840.10045.4.3.1': 'ecdsa-with-SHA224',
  '1.2.840.10045.4.3.2': 'ecdsa-with-SHA256',
  '1.2.840.10045.4.3.3': 'ecdsa-with-SHA384',
  '1.2.840.10045.4.3.4': 'ecdsa-with-SHA512',
  '1.3.101.112': 'ED25519',
  '1.3.101.113': 'ED448',
};

export function signatureAlgorithmName(oid: string): string {
  return names[oid] ?? oid;
}

/** Under 80 bits of security, which OpenSSL's level 1 asks of every signature it checks: MD2, MD5, SHA-1. */
export function isWeakSignature(name: string): boolean {
  return /^(md2|md5|sha1)|SHA1$/.test(name);
}

/** Beginnings of signature algorithm OIDs, and the `asymmetricKeyType` of the keys that make them (OBJ_find_sigid_algs). */
const keyTypes: [pattern: RegExp, keyType: string][] = [
  [/^1\.2\.840\.113549\.1\.1\.([2-5]|1[1-6])$/, 'rsa'],
  [/^1\.2\.840\.113549\.1\.1\.10$/, 'rsa-pss'],
  [/^2\.16\.840\.1\.101\.3\.4\.3\.1[3-6]$/, 'rsa'],
  [/^1\.3\.(14\.3\.2\.(3|15|29)|36\.3\.3\.1\.2)$/, 'rsa'],
  [/^1\.2\.840\.10045\.4\.(1|3\.[1-4])$/, 'ec'],
  [/^2\.16\.840\.1\.101\.3\.4\.3\.(9|1[0-2])$/, 'ec'],
  [/^1\.2\.840\.10040\.4\.3$|^2\.16\.840\.1\.101\.3\.4\.3\.[1-8]$/, 'dsa'],
  [/^1\.3\.101\.112$/, 'ed25519'],
  [/^1\.3\.101\.113$/, 'ed448'],
];

/** Node's name for the kind of key that makes a signature of this algorithm; null for one OpenSSL does not know. */
export function signingKeyType(oid: string): string | null {
  return keyTypes.find(([pattern]) => pattern.test(oid))?.[1] ?? null;
}
