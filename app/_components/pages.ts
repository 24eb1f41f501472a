/** Every page of the navigation and of the command menu. */
export const pages = [
  { href: '/', label: 'Overview' },
  { href: '/servers', label: 'Servers' },
] as const;
