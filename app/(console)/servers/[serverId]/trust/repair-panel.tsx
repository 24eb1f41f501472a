'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { AppliedNotice } from '@/app/_components/doctor/applied-notice';
import type { ApplyRepair } from '@/app/_components/doctor/apply-repair';
import { RepairList } from '@/app/_components/doctor/repair-list';
import { Panel } from '@/app/_components/panel';
import { useMay } from '@/app/_components/role';
import type { Repair } from '@/lib/diagnosis/report';
import { applyRepair } from '../../actions';
import classes from '../server.module.css';

interface Props {
  serverId: string;
  repairs: Repair[];
  /** It comes from the YAML file: repairs are carried out there. */
  isReadOnly: boolean;
}

/** What would help. Stays when the last repair is gone, to tell what the applied one has changed. */
export function RepairPanel({ serverId, repairs, isReadOnly }: Props) {
  const router = useRouter();
  const mayApply = useMay('operator') && !isReadOnly;
  const [isBusy, setIsBusy] = useState(false);
  const [changes, setChanges] = useState<string[]>([]);
  const [isOk, setIsOk] = useState(true);

  const apply: ApplyRepair = async (repair, confirmed) => {
    setIsBusy(true);
    try {
      const result = await applyRepair(serverId, repair.id, confirmed);
      if (result.ok) {
        setIsOk(result.value.report.ok);
        router.refresh();
      }
      return result;
    } finally {
      setIsBusy(false);
    }
  };

  if (repairs.length === 0 && changes.length === 0) return null;
  return (
    <Panel title="Repairs">
      <div className={classes.stack}>
        {changes.length > 0 && <AppliedNotice changes={changes} isOk={isOk} />}
        {isReadOnly && repairs.length > 0 && (
          <p className={classes.quiet}>This server comes from the YAML file: a repair is carried out there.</p>
        )}
        {repairs.length > 0 ? (
          <RepairList
            repairs={repairs}
            applying={mayApply ? { apply, isBlocked: isBusy, onApplied: setChanges } : null}
          />
        ) : (
          <p className={classes.quiet}>There is nothing left to repair.</p>
        )}
      </div>
    </Panel>
  );
}
