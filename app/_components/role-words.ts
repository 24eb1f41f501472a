import type { Role } from '@/lib/access/roles';

export const roleTitles: Record<Role, string> = {
  viewer: 'Viewer',
  operator: 'Operator',
  admin: 'Admin',
};

/** What a key with each role may do; each what those before it may, too. */
export const roleChoices: { value: Role; label: string; sentence: string }[] = [
  {
    value: 'viewer',
    label: roleTitles.viewer,
    sentence: 'sees servers, results, bundles, rules and the audit log, and no secret.',
  },
  {
    value: 'operator',
    label: roleTitles.operator,
    sentence: 'also tests servers, calls their tools, and adds, changes and deletes servers.',
  },
  {
    value: 'admin',
    label: roleTitles.admin,
    sentence: 'also manages bundles, people, keys and egress rules, and turns verification off.',
  },
];
