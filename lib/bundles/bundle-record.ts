import type { Prisma } from '../db/generated/client';
import type { ServerStatus } from '../servers/dto';
import { managedBundlePath } from '../trust/bundle-registry';
import { certificateRecord } from './certificate-record';
import type { BundleRecord, BundleUser, Confirmation } from './dto';
import { storedCertificates } from './stored-certificates';

/** Who uses a bundle, by name: part of every query for a record. */
export const withUsers = {
  servers: { select: { id: true, name: true, status: true }, orderBy: { name: 'asc' } },
} satisfies Prisma.CaBundleInclude;

export type BundleRow = Prisma.CaBundleGetPayload<{ include: typeof withUsers }>;

/** A row as every answer shows it. */
export function bundleRecord(row: BundleRow): BundleRecord {
  return {
    bundle_id: row.id,
    name: row.name,
    notes: row.notes,
    certificates: storedCertificates(row).map(certificateRecord),
    certificate_count: row.certificateCount,
    sha256: row.sha256,
    path: managedBundlePath(row.id),
    pem: row.pem,
    first_expires_at: row.firstExpiresAt?.toISOString() ?? null,
    used_by: row.servers.map(userOf),
    confirmations: row.confirmations as unknown as Confirmation[],
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    created_by: row.createdBy,
    updated_by: row.updatedBy,
  };
}

function userOf({ id, name, status }: BundleRow['servers'][number]): BundleUser {
  return { server_id: id, server_name: name, state: status as ServerStatus };
}
