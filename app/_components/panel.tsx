import { type ReactNode, useId } from 'react';
import classes from './panel.module.css';

interface Props {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
}

/** A titled box that assistive technology lists as a region of that name. */
export function Panel({ title, aside, children, className }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={[classes.panel, className].filter(Boolean).join(' ')}>
      <div className={classes.head}>
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      <div className={classes.body}>{children}</div>
    </section>
  );
}
