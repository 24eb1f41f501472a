'use client';

import { useRouter } from 'next/navigation';
import { asSentence } from '@/app/_components/as-sentence';
import { Button } from '@/app/_components/button';
import { CopyButton } from '@/app/_components/copy-button';
import { DownloadJson } from '@/app/_components/doctor/download-json';
import { reportFileName } from '@/app/_components/doctor/report-file-name';
import { countWords } from '@/app/_components/doctor/verdict-words';
import { Notice } from '@/app/_components/notice';
import { RelativeTime } from '@/app/_components/relative-time';
import { ForRole } from '@/app/_components/role';
import type { Report } from '@/lib/diagnosis/report';
import { runningWords } from '../../_test/running-words';
import { useConnectionTest } from '../../_test/use-connection-test';
import classes from './trust-bar.module.css';

interface Props {
  serverId: string;
  name: string;
  report: Report | null;
  /** The report for a ticket; null without one. */
  markdown: string | null;
  now: number;
}

/** How old the result is, the button that makes a new one, and the ways to hand it on. */
export function TrustBar({ serverId, name, report, markdown, now }: Props) {
  const router = useRouter();
  const connection = useConnectionTest({ phase: 'idle' }, () => router.refresh());
  const { state, start, cancel } = connection;
  const isRunning = state.phase === 'running';
  return (
    <div className={classes.bar}>
      <p className={classes.last} role="status">
        {isRunning ? (
          runningWords(state)
        ) : report ? (
          <>
            {outcomeWords(report)} {report.clients.length > 0 && countWords(report.clients)}{' '}
            <RelativeTime iso={report.checked_at} now={now} />
          </>
        ) : (
          'Not tested yet.'
        )}
      </p>
      <div className={classes.buttons}>
        {report && markdown && (
          <>
            <CopyButton label="Copy as Markdown" text={markdown} />
            <DownloadJson report={report} fileName={reportFileName(name, report.checked_at)} />
          </>
        )}
        {isRunning ? (
          <Button onClick={cancel}>Cancel</Button>
        ) : (
          <ForRole needs="operator">
            <Button look="primary" onClick={() => start({ server_id: serverId })}>
              Test connection
            </Button>
          </ForRole>
        )}
      </div>
      {state.phase === 'refused' && <Notice tone="failed" role="alert" title={asSentence(state.message)} />}
      {state.phase === 'broken' && (
        <Notice tone="failed" role="alert" title="The test broke off: Vouch did not answer.">
          <p>This says nothing about the server. Test again; if it stays so, the reason is in Vouch's log.</p>
        </Notice>
      )}
    </div>
  );
}

function outcomeWords({ ok, trust }: Report): string {
  if (!ok) return 'Not connected.';
  return trust.verify ? 'Connected.' : 'Connected, unverified.';
}
