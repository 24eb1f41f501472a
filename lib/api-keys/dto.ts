import type { Role } from '../access/roles';

/** An API key as answers show it: all but the key. */
export interface ApiKeyRecord {
  key_id: string;
  name: string;
  role: Role;
  /** How the key begins: enough to tell one from another, of no use to anybody else. */
  start: string;
  /** null: never. */
  expires_at: string | null;
  /** To the minute. */
  last_used_at: string | null;
  created_at: string;
  created_by: string;
}

/** The one answer that has the key in it. */
export interface CreatedApiKey {
  record: ApiKeyRecord;
  key: string;
  warnings: string[];
}
