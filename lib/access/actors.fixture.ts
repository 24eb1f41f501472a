import type { Actor } from './actor';
import type { Role } from './roles';

/** A signed-in person, for tests. */
export function person(role: Role): Actor {
  return { kind: 'user', id: `id-of-${role}`, name: `${role}@corp.example`, role, address: '192.0.2.7' };
}

export const admin = person('admin');
export const operator = person('operator');
export const viewer = person('viewer');
