import type { ApiKey } from '../db/generated/client';

/** A key as the audit log keeps it: what it may do and until when. */
export function auditedKey(row: Pick<ApiKey, 'name' | 'role' | 'expiresAt'>) {
  return { name: row.name, role: row.role, expires_at: row.expiresAt?.toISOString() ?? null };
}
