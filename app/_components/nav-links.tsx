'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { hasRole } from '@/lib/access/roles';
import classes from './nav-links.module.css';
import { pages } from './pages';
import { useRole } from './role';

export function NavLinks() {
  const pathname = usePathname();
  const role = useRole();
  return (
    <ul className={classes.list}>
      {pages.map(({ href, label, role: needed = 'viewer' }) => {
        if (!hasRole(role, needed)) return null;
        const isHere = href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`);
        return (
          <li key={href}>
            <Link href={href} className={classes.link} aria-current={isHere ? 'page' : undefined}>
              {label}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
