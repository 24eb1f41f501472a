'use client';

import type { ReactNode } from 'react';
import type { Repair } from '@/lib/diagnosis/report';
import { CopyButton } from '../copy-button';
import { ForRole } from '../role';
import { StatusShape } from '../status-shape';
import { type ApplyRepair, ApplyRepairButton } from './apply-repair';
import { RepairSteps } from './repair-steps';
import { isApplicable, proofWords, roleFor } from './repair-words';
import classes from './repairs.module.css';

export interface Applying {
  apply: ApplyRepair;
  isBlocked: boolean;
  onApplied: (changes: string[]) => void;
}

interface Props {
  repairs: Repair[];
  /** The rank of the first of these. */
  start?: number;
  /** Null where this server cannot be changed from here. */
  applying: Applying | null;
  /** What else can be done with one of them. */
  action?: (repair: Repair) => ReactNode;
}

/** Repairs as the report ranks them. */
export function RepairList({ repairs, start = 1, applying, action }: Props) {
  return (
    <ol className={classes.list} start={start} aria-label="Repairs">
      {repairs.map((repair, index) => (
        <li key={repair.id} className={classes.repair}>
          <div className={classes.words}>
            <p className={classes.title}>
              <span className={classes.rank} aria-hidden="true">
                {start + index}.
              </span>
              {repair.title}
            </p>
            <p className={classes.proof} data-proven={repair.proven || undefined}>
              <StatusShape shape={repair.proven ? 'ok' : repair.rehearsed ? 'info' : 'waiting'} size={13} />
              {proofWords(repair)}
            </p>
          </div>
          <div className={classes.buttons}>
            {repair.bundle_pem && <CopyButton label="Copy bundle" text={repair.bundle_pem} />}
            {applying && isApplicable(repair) && (
              <ForRole needs={roleFor(repair)} otherwise={<span className={classes.small}>An admin can apply it</span>}>
                <ApplyRepairButton repair={repair} {...applying} />
              </ForRole>
            )}
            {action?.(repair)}
          </div>
          <p className={classes.detail}>{repair.detail}</p>
          <RepairSteps repair={repair} />
        </li>
      ))}
    </ol>
  );
}
