import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Actor } from '@/lib/access/actor';
import { ColorSchemeToggle } from './color-scheme-toggle';
import { CommandMenuButton } from './command-menu-button';
import { NavLinks } from './nav-links';
import classes from './shell.module.css';
import { UserMenu } from './user-menu';
import { Wordmark } from './wordmark';

interface Props {
  /** Null where also somebody who is not signed in gets. */
  actor: Pick<Actor, 'name' | 'role'> | null;
  children: ReactNode;
}

export function Shell({ actor, children }: Props) {
  return (
    <>
      <a href="#main" className={classes.skip}>
        Skip to content
      </a>
      <div className={classes.shell}>
        <header className={classes.bar}>
          <Link href="/" className={classes.wordmark} aria-label="Vouch, overview">
            <Wordmark />
          </Link>
          <nav aria-label="Main" className={classes.nav}>
            <NavLinks />
          </nav>
          <div className={classes.tools}>
            <CommandMenuButton />
            <ColorSchemeToggle />
            {actor && <UserMenu email={actor.name} role={actor.role} />}
          </div>
        </header>
        <main id="main" tabIndex={-1} className={classes.main}>
          {children}
        </main>
      </div>
    </>
  );
}
