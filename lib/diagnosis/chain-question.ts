import type { X509Certificate } from 'node:crypto';
import type { Certificate } from '../x509/certificate';

/** A refused chain with all that is needed to say why. */
export interface ChainQuestion {
  /** As sent, leaf first. Not empty. */
  chain: Certificate[];
  /** Everything that is trusted. */
  anchors: readonly X509Certificate[];
  /** The trusted certificates that were chosen for this server; empty when the public roots are in force. */
  chosen: readonly X509Certificate[];
  /** "the bundle /etc/ssl/corp.pem", "the public roots": for sentences. */
  rootsName: string;
  host: string;
  /** Why the leaf does not stand for the host; null when it does. */
  identityProblem: string | null;
  now: Date;
  /** Shorter RSA keys are refused: 1024 at OpenSSL's security level 1, 2048 at level 2 (Node from 24.5 on). */
  minRsaBits: 1024 | 2048;
}

/** Wire position, or null for a certificate that was not sent (an anchor). */
export function position({ chain }: Pick<ChainQuestion, 'chain'>, certificate: Certificate): number | null {
  const index = chain.findIndex((one) => one.x509.fingerprint256 === certificate.x509.fingerprint256);
  return index === -1 ? null : index;
}

/** How a certificate is named in sentences. */
export function nameOf(certificate: Certificate): string {
  return certificate.subject || `the certificate with serial ${certificate.x509.serialNumber}`;
}
