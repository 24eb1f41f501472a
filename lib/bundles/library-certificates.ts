import type { X509Certificate } from 'node:crypto';
import { db } from '../db/client';
import { storedCertificates } from './stored-certificates';

export interface LibraryCertificate {
  bundle_id: string;
  bundle_name: string;
  certificate: X509Certificate;
}

/** Every certificate of every managed bundle, for finding an issuer. */
export async function libraryCertificates(): Promise<LibraryCertificate[]> {
  const rows = await db().caBundle.findMany({
    select: { id: true, name: true, pem: true, sha256: true },
    orderBy: { name: 'asc' },
  });
  return rows.flatMap((row) =>
    storedCertificates(row).map((certificate) => ({ bundle_id: row.id, bundle_name: row.name, certificate })),
  );
}
