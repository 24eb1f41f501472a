import type { X509Certificate } from 'node:crypto';
import {
  type Certificate,
  foldName,
  isSame,
  isSelfSigned,
  isSignedBy,
  keyIdentifiersAgree,
  oneLine,
  readCertificate,
} from '../x509/certificate';
import { fetchIssuer } from './aia';

/** Where a certificate that completes a path was found. */
export type IssuerSource = 'sent' | 'trusted' | 'library' | 'earlier' | 'public' | 'aia';

export interface FoundIssuer {
  certificate: Certificate;
  source: IssuerSource;
  /** Of `library`: the bundle's name. Of `aia`: the address. */
  from: string | null;
}

export interface IssuerPool {
  source: Exclude<IssuerSource, 'aia'>;
  certificates: readonly { certificate: X509Certificate; from: string | null }[];
}

const MAX_STEPS = 8;

/**
 * The issuers above a certificate, up to one that signed itself or as far as any can be found: in the pools, in their
 * order, and then at the address that the certificate itself names (RFC 5280 section 4.2.2.1). Each verifies the one
 * below it. Rejects with the signal's reason when aborted.
 */
export async function completePath(
  from: Certificate,
  pools: IssuerPool[],
  signal?: AbortSignal,
): Promise<FoundIssuer[]> {
  const found: FoundIssuer[] = [];
  let current = from;
  while (!isSelfSigned(current) && found.length < MAX_STEPS) {
    const next = inPools(current, pools, found) ?? (await byAddress(current, signal));
    if (!next || found.some((one) => isSame(one.certificate, next.certificate))) break;
    found.push(next);
    current = next.certificate;
  }
  return found;
}

function inPools(child: Certificate, pools: IssuerPool[], found: FoundIssuer[]): FoundIssuer | null {
  for (const { source, certificates } of pools) {
    for (const { certificate, from } of certificates) {
      if (foldName(oneLine(certificate.subject)) !== child.issuerKey) continue;
      const issuer = readCertificate(certificate);
      const isNew = !isSame(issuer, child) && !found.some((one) => isSame(one.certificate, issuer));
      if (isNew && isSignedBy(child, issuer) && keyIdentifiersAgree(child, issuer))
        return { certificate: issuer, source, from };
    }
  }
  return null;
}

async function byAddress(child: Certificate, signal?: AbortSignal): Promise<FoundIssuer | null> {
  const fetched = await fetchIssuer(child, signal);
  return fetched && { certificate: readCertificate(fetched.certificate), source: 'aia', from: fetched.url };
}
