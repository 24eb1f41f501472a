/** Every page of the navigation and of the command menu. */
export const pages = [
  { href: '/', label: 'Overview' },
  { href: '/servers', label: 'Servers' },
  { href: '/clients', label: 'Clients' },
  { href: '/certificates', label: 'Certificates' },
  { href: '/inspect', label: 'Inspect' },
] as const;
