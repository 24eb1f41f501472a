import type { Actor } from '../access/actor';
import type { Role } from '../access/roles';

interface UserRow {
  id: string;
  email: string;
  role: string;
  mustChangePassword: boolean;
}

/** A signed-in person as verbs take them. */
export function actorOf({ id, email, role, mustChangePassword }: UserRow, address: string | null): Actor {
  return { kind: 'user', id, name: email, role: role as Role, address, mustChangePassword };
}
