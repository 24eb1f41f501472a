import type { Metadata } from 'next';
import { CertificateDetails } from '@/app/_components/doctor/certificate-details';
import { ChainPicture } from '@/app/_components/doctor/chain-picture';
import { FindingList } from '@/app/_components/doctor/finding-list';
import { orderFindings } from '@/app/_components/doctor/order-findings';
import { VerdictTable } from '@/app/_components/doctor/verdict-table';
import { Panel } from '@/app/_components/panel';
import { reportMarkdown } from '@/lib/diagnosis/markdown';
import type { Report } from '@/lib/diagnosis/report';
import { describeServerTrust } from '../describe-server-trust';
import { endedException } from '../ended-exception';
import { loadServer, type ServerParams } from '../load-server';
import classes from '../server.module.css';
import { ServerFrame } from '../server-frame';
import { DecisionPanel } from './decision-panel';
import { RepairPanel } from './repair-panel';
import { TrustBar } from './trust-bar';

export async function generateMetadata({ params }: { params: ServerParams }): Promise<Metadata> {
  const { record } = await loadServer((await params).serverId);
  return { title: `Trust · ${record.server_name}` };
}

export default async function TrustPage({ params }: { params: ServerParams }) {
  const detail = await loadServer((await params).serverId);
  const { record, last_report: report } = detail;
  const trust = await describeServerTrust(detail);
  const now = Date.now();
  const isPlain = record.url.startsWith('http:');
  return (
    <ServerFrame detail={detail} now={now}>
      <div className={classes.sheet}>
        <TrustBar
          serverId={record.server_id}
          name={record.server_name}
          report={report}
          markdown={report && reportMarkdown(report)}
          now={now}
        />
        <DecisionPanel trust={trust} ended={endedException(detail, trust)} isPlain={isPlain} now={now} />
        {report ? <Result report={report} isPlain={isPlain} now={now} /> : <Untested isPlain={isPlain} />}
        <RepairPanel serverId={record.server_id} repairs={report?.repairs ?? []} isReadOnly={record.is_config} />
      </div>
    </ServerFrame>
  );
}

function Result({ report, isPlain, now }: { report: Report; isPlain: boolean; now: number }) {
  const { tls, findings, clients, error } = report;
  const hasChain = tls !== null && tls.chain.length > 0;
  return (
    <>
      {hasChain && (
        <Panel title="Chain">
          <div className={classes.stack}>
            <ChainPicture diagnosis={report} now={now} />
            <CertificateDetails chain={tls.chain} />
          </div>
        </Panel>
      )}
      {!hasChain && !isPlain && (
        <Panel title="Chain">
          <p className={classes.quiet}>The last test did not come as far as a certificate.</p>
        </Panel>
      )}
      {clients.length > 0 && (
        <Panel title="Who accepts it">
          <VerdictTable diagnosis={report} />
        </Panel>
      )}
      {hasChain && clients.length === 0 && (
        <Panel title="Who accepts it">
          <p className={classes.quiet}>Not judged yet. A new test tells what each kind of client says.</p>
        </Panel>
      )}
      <Panel title="Findings">
        {findings.length > 0 ? (
          <FindingList findings={orderFindings(findings, error?.code ?? null)} tls={tls} />
        ) : (
          <p className={classes.quiet}>{report.ok ? 'Nothing is wrong.' : 'The test named no cause.'}</p>
        )}
      </Panel>
    </>
  );
}

function Untested({ isPlain }: { isPlain: boolean }) {
  return (
    <Panel title="Chain">
      <p className={classes.quiet}>
        {isPlain
          ? 'A plain http address has no certificate.'
          : 'Not tested as it is saved now. A test shows the chain, who accepts it, and what would help.'}
      </p>
    </Panel>
  );
}
