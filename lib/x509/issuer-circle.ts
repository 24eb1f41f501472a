import type { X509Certificate } from 'node:crypto';
import { type Certificate, readCertificate } from './certificate';
import { isLikelyIssuedBy } from './openssl-facts';

/**
 * CAs of a bundle that certify each other in a circle; null when there is none. Node follows the issuers of a verified
 * chain through its trusted certificates until one is its own issuer (GetLastIssuedCert in crypto_common.cc), so a circle
 * would hold the process for ever. Where a CA has a self-signed certificate too, Node takes that: `buildContext` puts
 * those first. Pure.
 */
export function issuerCircle(bundle: readonly X509Certificate[]): Certificate[] | null {
  const certificates = selfSignedFirst(bundle).map(readCertificate);
  const byName = new Map<string, Certificate[]>();
  for (const one of certificates) {
    const namesakes = byName.get(one.openssl.subjectName) ?? [];
    namesakes.push(one);
    byName.set(one.openssl.subjectName, namesakes);
  }
  const ends = new Set<Certificate>();
  for (const start of certificates) {
    const path = new Set<Certificate>();
    let current: Certificate | undefined = start;
    while (current && !current.openssl.isSelfSigned && !ends.has(current)) {
      if (path.has(current)) return [...path].slice([...path].indexOf(current));
      path.add(current);
      const child: Certificate = current;
      current = byName.get(child.openssl.issuerName)?.find((one) => isLikelyIssuedBy(child.openssl, one.openssl));
    }
    for (const one of path) ends.add(one);
  }
  return null;
}

/** In the order in which OpenSSL is to find certificates of one name. */
export function selfSignedFirst(certificates: readonly X509Certificate[]): X509Certificate[] {
  const isSelfSigned = (one: X509Certificate) => readCertificate(one).openssl.isSelfSigned;
  return [...certificates.filter(isSelfSigned), ...certificates.filter((one) => !isSelfSigned(one))];
}
