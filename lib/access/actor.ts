import type { Role } from './roles';

/** Who asks for something. `name` is what `created_by`, `updated_by` and the audit log say. */
export interface Actor {
  kind: 'user' | 'api_key' | 'master_key' | 'config' | 'system';
  /** Of the user or key. */
  id: string | null;
  name: string;
  role: Role;
  /** The address a request came from; null for Vouch itself. */
  address: string | null;
  /** Of a person: the browser they are signed in with. */
  sessionId?: string;
  /** A password that somebody else chose is to be changed before anything else. */
  mustChangePassword?: boolean;
}

/** The YAML file, whose owner may do everything. */
export const configActor: Actor = { kind: 'config', id: null, name: 'config', role: 'admin', address: null };

/** Vouch itself, by a clock or at its start. */
export const systemActor: Actor = { kind: 'system', id: null, name: 'vouch', role: 'admin', address: null };

export function masterKeyActor(address: string | null): Actor {
  return { kind: 'master_key', id: null, name: 'master_key', role: 'admin', address };
}
