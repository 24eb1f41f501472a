import type { Metadata } from 'next';
import { describeServerTrust } from './describe-server-trust';
import { DetailsPanel } from './details-panel';
import { endedException } from './ended-exception';
import { loadServer, type ServerParams } from './load-server';
import classes from './server.module.css';
import { ServerFrame } from './server-frame';
import { ServerTest } from './server-test';
import { TrustPanel } from './trust-panel';

export async function generateMetadata({ params }: { params: ServerParams }): Promise<Metadata> {
  const { record } = await loadServer((await params).serverId);
  return { title: record.server_name };
}

export default async function ServerPage({ params }: { params: ServerParams }) {
  const detail = await loadServer((await params).serverId);
  const { record, last_report } = detail;
  const trust = await describeServerTrust(detail);
  const now = Date.now();
  return (
    <ServerFrame detail={detail} now={now}>
      <div className={classes.columns}>
        <ServerTest
          serverId={record.server_id}
          name={record.server_name}
          lastReport={last_report}
          isReadOnly={record.is_config}
          now={now}
        />
        <div className={classes.side}>
          <TrustPanel trust={trust} record={record} ended={endedException(detail, trust)} />
          <DetailsPanel record={record} now={now} />
        </div>
      </div>
    </ServerFrame>
  );
}
