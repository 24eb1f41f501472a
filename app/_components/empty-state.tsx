import type { ReactNode } from 'react';
import classes from './empty-state.module.css';

export function EmptyState({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.box}>
      <p className={classes.sentence}>{children}</p>
      {action}
    </div>
  );
}
