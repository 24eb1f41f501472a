'use client';

import { useEffect, useRef } from 'react';
import { Button } from '@/app/_components/button';
import { CopyButton } from '@/app/_components/copy-button';
import { Panel } from '@/app/_components/panel';
import classes from './users.module.css';

export interface Given {
  email: string;
  password: string;
}

/** A temporary password, this one time. */
export function GivenPassword({ given: { email, password }, onClose }: { given: Given; onClose: () => void }) {
  const shown = useRef<HTMLDivElement>(null);
  useEffect(() => shown.current?.focus(), []);
  return (
    <Panel title={`The temporary password of ${email}`} className={classes.given}>
      <div ref={shown} tabIndex={-1} className={classes.shown}>
        <p>
          <strong>Copy it now: it is not shown again.</strong> Hand it over in a way that only they can read. They have
          to choose another one when they sign in with it.
        </p>
        <div className={classes.password}>
          <code>{password}</code>
          <CopyButton text={password} label="Copy password" />
        </div>
        <div>
          <Button onClick={onClose}>I have copied it</Button>
        </div>
      </div>
    </Panel>
  );
}
