'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import classes from './nav-links.module.css';
import { pages } from './pages';

export function NavLinks() {
  const pathname = usePathname();
  return (
    <ul className={classes.list}>
      {pages.map(({ href, label }) => {
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
