import type { X509Certificate } from 'node:crypto';
import { certificateRecord } from './certificate-record';
import type { CertificateRecord } from './dto';

const MAX_NAMED = 20;

interface Content {
  certificates: readonly X509Certificate[];
  /** How many were there a second time. */
  duplicates: number;
  /** Labels of the PEM blocks that are no certificates. */
  leftOut: string[];
}

/** What a person should know of certificates before they are trusted, one sentence each. */
export function contentWarnings({ certificates, duplicates, leftOut }: Content): string[] {
  const now = new Date().toISOString();
  const named = certificates.map(certificateRecord).flatMap((one) => remarks(one, now));
  const more = named.length - MAX_NAMED;
  return [
    ...(duplicates > 0 ? [duplicates === 1 ? '1 duplicate was merged.' : `${duplicates} duplicates were merged.`] : []),
    ...[...new Set(leftOut)]
      .slice(0, 5)
      .map((label) => `A block of the kind "${label}" was left out: it is no certificate.`),
    ...named.slice(0, MAX_NAMED),
    ...(more > 0 ? [`And ${more} more remarks on these certificates.`] : []),
  ];
}

function remarks({ subject, kind, not_before, not_after }: CertificateRecord, now: string): string[] {
  const name = subject || 'A certificate without a subject';
  return [
    ...(kind === 'leaf' ? [`${name} is no CA: only a server that sends this very certificate is trusted by it.`] : []),
    ...(not_after < now ? [`${name} expired on ${not_after.slice(0, 10)}.`] : []),
    ...(not_before > now ? [`${name} is not valid before ${not_before.slice(0, 10)}.`] : []),
  ];
}
