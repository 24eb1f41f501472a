import Link from 'next/link';
import type { ReactNode } from 'react';
import classes from './page-header.module.css';

interface Props {
  title: string;
  parent?: { href: string; label: string };
  beside?: ReactNode;
  below?: ReactNode;
  actions?: ReactNode;
}

export function PageHeader({ title, parent, beside, below, actions }: Props) {
  return (
    <div className={classes.header}>
      <div className={classes.words}>
        {parent && (
          <p className={classes.parent}>
            <Link href={parent.href}>{parent.label}</Link>
          </p>
        )}
        <div className={classes.line}>
          <h1 className={classes.title}>{title}</h1>
          {beside}
        </div>
        {below}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}
