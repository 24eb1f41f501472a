import type { Role } from '@/lib/access/roles';

/** Every page of the navigation and of the command menu, with the role it is for where that is not everybody's. */
export const pages: { href: string; label: string; role?: Role }[] = [
  { href: '/', label: 'Overview' },
  { href: '/servers', label: 'Servers' },
  { href: '/clients', label: 'Clients' },
  { href: '/certificates', label: 'Certificates' },
  { href: '/inspect', label: 'Inspect', role: 'operator' },
  { href: '/settings', label: 'Settings' },
];
