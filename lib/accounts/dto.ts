import type { Role } from '../access/roles';

export interface UserRecord {
  user_id: string;
  name: string;
  email: string;
  role: Role;
  /** Cannot sign in. */
  is_disabled: boolean;
  /** The password was chosen by somebody else: nothing is open until it is changed. */
  must_change_password: boolean;
  last_sign_in_at: string | null;
  created_at: string;
  updated_at: string;
}

/** A person's own account, as they see it. */
export interface AccountRecord {
  name: string;
  email: string;
  role: Role;
  must_change_password: boolean;
  has_password: boolean;
  /** Has come in through the OpenID provider. */
  has_single_sign_on: boolean;
}

/** A signed-in browser. */
export interface SessionRecord {
  session_id: string;
  /** The one that asks. */
  is_current: boolean;
  address: string | null;
  user_agent: string | null;
  created_at: string;
  last_used_at: string;
  expires_at: string;
}
