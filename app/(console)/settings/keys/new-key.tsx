'use client';

import { useEffect, useRef } from 'react';
import { Button } from '@/app/_components/button';
import { CopyButton } from '@/app/_components/copy-button';
import { Panel } from '@/app/_components/panel';
import { roleTitles } from '@/app/_components/role-words';
import { dateWords } from '@/app/_components/time-words';
import type { CreatedApiKey } from '@/lib/api-keys/dto';
import classes from './keys.module.css';

interface Props {
  created: CreatedApiKey;
  onClose: () => void;
}

/** A key, this one time. */
export function NewKey({ created: { key, record }, onClose }: Props) {
  const shown = useRef<HTMLDivElement>(null);
  useEffect(() => shown.current?.focus(), []);
  const end = record.expires_at === null ? 'never expires' : `expires on ${dateWords(record.expires_at)}`;
  return (
    <Panel title={`The key of ${record.name}`} className={classes.created}>
      <div ref={shown} tabIndex={-1} className={`${classes.form} ${classes.shown}`}>
        <p>
          <strong>Copy it now: it is not shown again.</strong> Vouch keeps no more than a hash of it. It has the role{' '}
          {roleTitles[record.role]} and {end}.
        </p>
        <div className={classes.key}>
          <code>{key}</code>
          <CopyButton text={key} label="Copy key" />
        </div>
        <div>
          <Button onClick={onClose}>I have copied it</Button>
        </div>
      </div>
    </Panel>
  );
}
