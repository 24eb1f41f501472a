'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import classes from './tabs.module.css';

interface Props {
  /** What the pages have in common: "Server". */
  label: string;
  tabs: readonly { href: string; label: string }[];
}

/** The pages of one thing. */
export function Tabs({ label, tabs }: Props) {
  const pathname = usePathname();
  return (
    <nav aria-label={label} className={classes.nav}>
      <ul className={classes.list}>
        {tabs.map(({ href, label }) => (
          <li key={href}>
            <Link href={href} className={classes.tab} aria-current={pathname === href ? 'page' : undefined}>
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
