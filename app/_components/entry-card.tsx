import type { ReactNode } from 'react';
import classes from './entry-card.module.css';
import { Wordmark } from './wordmark';

interface Props {
  title: string;
  children: ReactNode;
}

/** A page before the console: one card, nothing else. */
export function EntryCard({ title, children }: Props) {
  return (
    <main className={classes.page}>
      <div className={classes.wordmark}>
        <Wordmark />
      </div>
      <div className={classes.card}>
        <h1 className={classes.title}>{title}</h1>
        {children}
      </div>
    </main>
  );
}
