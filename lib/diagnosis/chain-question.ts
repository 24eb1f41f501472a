import type { X509Certificate } from 'node:crypto';
import type { Certificate } from '../x509/certificate';

/** A chain with all that is needed to say why somebody refuses it. */
export interface ChainQuestion {
  /** As sent, leaf first. Not empty. */
  chain: Certificate[];
  /** Everything that is trusted. */
  anchors: readonly X509Certificate[];
  /** The trusted certificates that were chosen for this server; empty when the public roots are in force. */
  chosen: readonly X509Certificate[];
  /** "the bundle /etc/ssl/corp.pem", "the public roots": for sentences. */
  rootsName: string;
  /** The URL's host name without brackets; null when no name is compared. */
  host: string | null;
  now: Date;
}

/** Wire position, or null for a certificate that was not sent (an anchor). */
export function position({ chain }: Pick<ChainQuestion, 'chain'>, certificate: Certificate): number | null {
  const index = chain.findIndex((one) => one.x509.fingerprint256 === certificate.x509.fingerprint256);
  return index === -1 ? null : index;
}

/** Where a finding points: the wire position, and the fingerprint for certificates that were not sent. */
export function pointer(question: Pick<ChainQuestion, 'chain'>, certificate: Certificate) {
  return { certificate: position(question, certificate), sha256: certificate.x509.fingerprint256 };
}

/** How a certificate is named in sentences. */
export function nameOf(certificate: Certificate): string {
  return certificate.subject || `the certificate with serial ${certificate.x509.serialNumber}`;
}
