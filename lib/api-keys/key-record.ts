import type { Role } from '../access/roles';
import type { ApiKey } from '../db/generated/client';
import type { ApiKeyRecord } from './dto';

/** A row as every answer shows it. */
export function keyRecord(row: Omit<ApiKey, 'sha256'>): ApiKeyRecord {
  return {
    key_id: row.id,
    name: row.name,
    role: row.role as Role,
    start: row.start,
    expires_at: row.expiresAt?.toISOString() ?? null,
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
    created_by: row.createdBy,
  };
}
