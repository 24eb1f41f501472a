import { createHash, type X509Certificate } from 'node:crypto';
import { oneLine } from '../x509/certificate';
import { toPem } from '../x509/pem';

/** The columns that hold certificates. `pem` is also what the file holds, so `sha256` is what `sha256sum` says of it. */
export function contentColumns(certificates: readonly X509Certificate[]) {
  const pem = certificates.map((one) => `${comment(one)}\n${toPem(one.raw)}`).join('');
  return {
    pem,
    sha256: createHash('sha256').update(pem).digest('hex'),
    certificateCount: certificates.length,
    firstExpiresAt: firstEnd(certificates),
  };
}

/** When the first of them ends; null for none. */
export function firstEnd(certificates: readonly X509Certificate[]): Date | null {
  const ends = certificates.map(({ validTo }) => Date.parse(validTo));
  return ends.length === 0 ? null : new Date(Math.min(...ends));
}

/** ASCII, since some programs take nothing else; and no run of dashes, which could be read as a BEGIN line. */
function comment({ subject, validTo }: X509Certificate): string {
  const name = oneLine(subject)
    .replace(/[^\x20-\x7e]/g, '?')
    .replace(/-{2,}/g, '-')
    .slice(0, 200);
  return `# ${name || 'no subject'}, until ${new Date(validTo).toISOString().slice(0, 10)}`;
}
