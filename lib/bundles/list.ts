import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { db } from '../db/client';
import { managedBundlePath } from '../trust/bundle-registry';
import type { BundleListItem } from './dto';

/** Every managed bundle, by name. */
export const listBundles = verb(
  { name: 'bundles.list', role: 'viewer' },
  async (_: { actor: Actor }): Promise<BundleListItem[]> => {
    const rows = await db().caBundle.findMany({
      omit: { pem: true, confirmations: true },
      include: { _count: { select: { servers: true } } },
      orderBy: { name: 'asc' },
    });
    return rows.map((row) => ({
      bundle_id: row.id,
      name: row.name,
      notes: row.notes,
      certificate_count: row.certificateCount,
      first_expires_at: row.firstExpiresAt?.toISOString() ?? null,
      sha256: row.sha256,
      path: managedBundlePath(row.id),
      used_by_count: row._count.servers,
      updated_at: row.updatedAt.toISOString(),
    }));
  },
);
