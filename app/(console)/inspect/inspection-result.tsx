import { useEffect, useRef } from 'react';
import { CopyButton } from '@/app/_components/copy-button';
import { CertificateDetails } from '@/app/_components/doctor/certificate-details';
import { ChainPicture } from '@/app/_components/doctor/chain-picture';
import { DownloadJson } from '@/app/_components/doctor/download-json';
import { FindingList } from '@/app/_components/doctor/finding-list';
import { orderFindings } from '@/app/_components/doctor/order-findings';
import { RepairList } from '@/app/_components/doctor/repair-list';
import { reportFileName } from '@/app/_components/doctor/report-file-name';
import { VerdictTable } from '@/app/_components/doctor/verdict-table';
import { countWords } from '@/app/_components/doctor/verdict-words';
import { Panel } from '@/app/_components/panel';
import { StatusShape } from '@/app/_components/status-shape';
import type { Inspected } from './actions';
import classes from './inspect.module.css';
import { SaveAsBundle } from './save-as-bundle';

/** The doctor, as on a server's own page; but there is nothing to apply a repair to. */
export function InspectionResult({ inspected, now }: { inspected: Inspected; now: number }) {
  const { inspection, markdown } = inspected;
  const { subject, ok, sentence, tls, findings, clients, repairs, checked_at } = inspection;
  const heading = useRef<HTMLHeadingElement>(null);
  // Where the form is long, the result would come out of sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: every new result is shown
  useEffect(() => heading.current?.focus(), [inspected]);
  const chain = tls?.chain ?? [];
  return (
    <section aria-label="Result" className={classes.result}>
      <div className={classes.head}>
        <div>
          <h2 ref={heading} tabIndex={-1} className={classes.headline} data-ok={ok}>
            <StatusShape shape={ok ? 'ok' : 'failed'} size={18} />
            {ok ? 'Accepted' : chain.length > 0 ? 'Refused' : 'No certificate'}: {subject}
          </h2>
          <p className={classes.quiet}>
            {chain.length > 0 ? sentence : 'There is nothing to judge.'} {clients.length > 0 && countWords(clients)}
          </p>
        </div>
        <div className={classes.buttons}>
          <CopyButton label="Copy as Markdown" text={markdown} />
          <DownloadJson report={inspection} fileName={reportFileName(subject, checked_at)} />
        </div>
      </div>
      {chain.length > 0 && (
        <Panel title="Chain">
          <div className={classes.stack}>
            <ChainPicture diagnosis={inspection} now={now} />
            <CertificateDetails chain={chain} />
          </div>
        </Panel>
      )}
      {clients.length > 0 && (
        <Panel title="Who accepts it">
          <VerdictTable diagnosis={inspection} />
        </Panel>
      )}
      <Panel title="Findings">
        {findings.length > 0 ? (
          <FindingList findings={orderFindings(findings, null)} tls={tls} />
        ) : (
          <p className={classes.quiet}>Nothing is wrong.</p>
        )}
      </Panel>
      {repairs.length > 0 && (
        <Panel title="Repairs">
          <RepairList
            repairs={repairs}
            applying={null}
            action={(repair) => <SaveAsBundle repair={repair} from={subject} />}
          />
        </Panel>
      )}
    </section>
  );
}
