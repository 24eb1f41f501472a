import type { X509Certificate } from 'node:crypto';

/** A certificate that Vouch has from somewhere else than the connection at hand. */
export interface KnownCertificate {
  certificate: X509Certificate;
  /** The managed bundle it is in; null for one that this server sent at an earlier check. */
  bundle: { id: string; name: string } | null;
}

/** Asked only when a chain needs a repair. */
export type KnownCertificates = () => Promise<KnownCertificate[]>;
