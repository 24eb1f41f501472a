import type { Destination } from '../trust/open-socket';
import type { Certificate } from '../x509/certificate';
import type { CertificationPath } from '../x509/path';
import type { AnchorSet } from './anchor-set';
import type { FoundIssuer } from './complete-path';
import type { KnownCertificate } from './known-certificates';
import type { ClientId } from './profiles';
import type { Finding } from './report';

/** A chain that somebody refuses, with all that repairs are made of. */
export interface RepairQuestion {
  /** As sent, leaf first. */
  chain: Certificate[];
  trust: AnchorSet;
  /** The URL's host name without brackets; null for a chain without one. */
  host: string | null;
  /** As in the server's record; null for a chain without one. */
  url: URL | null;
  /** Where it is served, to try a repair with a real handshake; null for a chain that was pasted. */
  where: Destination | null;
  path: CertificationPath;
  findings: Finding[];
  accepting: ClientId[];
  known: KnownCertificate[];
  now: Date;
  signal: AbortSignal | undefined;
}

/** The same, with the issuers that were found above the path's end. */
export interface CompletedQuestion extends RepairQuestion {
  above: FoundIssuer[];
}

export function isTrusted({ trust }: Pick<RepairQuestion, 'trust'>, { x509 }: Certificate): boolean {
  return trust.anchors.some(({ fingerprint256 }) => fingerprint256 === x509.fingerprint256);
}
