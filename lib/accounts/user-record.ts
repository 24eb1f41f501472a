import type { Role } from '../access/roles';
import type { User } from '../db/generated/client';
import type { UserRecord } from './dto';

/** A person as every answer shows them. */
export function userRecord(row: User): UserRecord {
  return {
    user_id: row.id,
    name: row.name,
    email: row.email,
    role: row.role as Role,
    is_disabled: row.isDisabled,
    must_change_password: row.mustChangePassword,
    last_sign_in_at: row.lastSignInAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

/** As the audit log keeps it. */
export function auditedUser({ name, email, role, isDisabled, mustChangePassword }: User): object {
  return { name, email, role, is_disabled: isDisabled, must_change_password: mustChangePassword };
}
