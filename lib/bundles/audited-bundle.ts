import type { CaBundle } from '../db/generated/client';
import { storedCertificates } from './stored-certificates';

/** A bundle as the audit log keeps it: which certificates it holds, by their fingerprints. */
export function auditedBundle(row: Pick<CaBundle, 'name' | 'notes' | 'pem' | 'sha256' | 'confirmations'>) {
  return {
    name: row.name,
    notes: row.notes,
    certificates: storedCertificates(row).map(({ fingerprint256 }) => fingerprint256),
    confirmations: row.confirmations,
  };
}
