import Link from 'next/link';
import type { ReactNode } from 'react';
import { ColorSchemeToggle } from './color-scheme-toggle';
import { CommandMenuButton } from './command-menu-button';
import { NavLinks } from './nav-links';
import classes from './shell.module.css';

export function Shell({ children }: { children: ReactNode }) {
  return (
    <>
      <a href="#main" className={classes.skip}>
        Skip to content
      </a>
      <div className={classes.shell}>
        <header className={classes.bar}>
          <Link href="/" className={classes.wordmark} aria-label="Vouch, overview">
            <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true">
              <path fill="currentColor" d="M16 1.5 28 5.8v9.4c0 7.2-4.8 12.6-12 15.3C8.8 27.8 4 22.4 4 15.2V5.8z" />
              <path className={classes.tick} d="m10 13 6 9 6-11" />
            </svg>
            <span className={classes.word}>Vouch</span>
          </Link>
          <nav aria-label="Main" className={classes.nav}>
            <NavLinks />
          </nav>
          <div className={classes.tools}>
            <CommandMenuButton />
            <ColorSchemeToggle />
          </div>
        </header>
        <main id="main" tabIndex={-1} className={classes.main}>
          {children}
        </main>
      </div>
    </>
  );
}
