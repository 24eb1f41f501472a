'use client';

import { useRouter } from 'next/navigation';
import type { ApplyRepair } from '@/app/_components/doctor/apply-repair';
import { useMay } from '@/app/_components/role';
import type { Report } from '@/lib/diagnosis/report';
import { ConnectionTest } from '../_test/connection-test';
import { useConnectionTest } from '../_test/use-connection-test';
import { applyRepair } from '../actions';

interface Props {
  serverId: string;
  name: string;
  lastReport: Report | null;
  /** It comes from the YAML file: repairs are carried out there. */
  isReadOnly: boolean;
  now: number;
}

/** The last check of a saved server, and the button that makes a new one. */
export function ServerTest({ serverId, name, lastReport, isReadOnly, now }: Props) {
  const router = useRouter();
  const mayTest = useMay('operator');
  const connection = useConnectionTest(
    lastReport ? { phase: 'done', report: lastReport, tools: null, at: now } : { phase: 'idle' },
    () => router.refresh(),
  );

  const apply: ApplyRepair = async (repair, confirmed) => {
    const result = await applyRepair(serverId, repair.id, confirmed);
    if (result.ok) {
      connection.show(result.value.report);
      router.refresh();
    }
    return result;
  };

  return (
    <ConnectionTest
      connection={connection}
      onTest={mayTest ? () => connection.start({ server_id: serverId }) : undefined}
      note={mayTest ? undefined : 'Testing needs the role operator.'}
      apply={isReadOnly || !mayTest ? null : apply}
      name={name}
    />
  );
}
