/** From least to most: each may do what those before it may. */
export const roles = ['viewer', 'operator', 'admin'] as const;

/**
 * `viewer` sees everything but secrets; `operator` also tests, runs tools and edits servers; `admin` also manages bundles,
 * people, keys and egress rules, and turns verification off.
 */
export type Role = (typeof roles)[number];

export function hasRole(actual: Role, needed: Role): boolean {
  return roles.indexOf(actual) >= roles.indexOf(needed);
}
