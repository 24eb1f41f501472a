'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import classes from './server-tabs.module.css';

const tabs = [
  { path: '', label: 'Overview' },
  { path: '/trust', label: 'Trust' },
];

/** The pages of one server. */
export function ServerTabs({ href }: { href: string }) {
  const pathname = usePathname();
  return (
    <nav aria-label="Server" className={classes.nav}>
      <ul className={classes.list}>
        {tabs.map(({ path, label }) => (
          <li key={path}>
            <Link
              href={`${href}${path}`}
              className={classes.tab}
              aria-current={pathname === `${href}${path}` ? 'page' : undefined}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
