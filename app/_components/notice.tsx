import type { ReactNode } from 'react';
import classes from './notice.module.css';
import { StatusShape } from './status-shape';

export type Tone = 'failed' | 'unverified' | 'warning' | 'info' | 'ok';

interface Props {
  tone: Tone;
  title: string;
  children?: ReactNode;
  role?: 'alert' | 'status';
}

export function Notice({ tone, title, children, role }: Props) {
  return (
    <div className={classes.notice} data-tone={tone} role={role}>
      <StatusShape shape={tone} size={16} />
      <div className={classes.words}>
        <p className={classes.title}>{title}</p>
        {children}
      </div>
    </div>
  );
}
