'use client';

import { useRouter } from 'next/navigation';
import type { Report } from '@/lib/diagnosis/report';
import { ConnectionTest } from '../_test/connection-test';
import { useConnectionTest } from '../_test/use-connection-test';

interface Props {
  serverId: string;
  lastReport: Report | null;
  now: number;
}

/** The last check of a saved server, and the button that makes a new one. */
export function ServerTest({ serverId, lastReport, now }: Props) {
  const router = useRouter();
  const connection = useConnectionTest(
    lastReport ? { phase: 'done', report: lastReport, tools: null, at: now } : { phase: 'idle' },
    () => router.refresh(),
  );
  return <ConnectionTest connection={connection} onTest={() => connection.start({ server_id: serverId })} />;
}
