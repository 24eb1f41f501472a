import type { Metadata } from 'next';
import { ButtonLink } from '@/app/_components/button';
import { CopyButton } from '@/app/_components/copy-button';
import { Notice } from '@/app/_components/notice';
import { PageHeader } from '@/app/_components/page-header';
import { StatusBadge } from '@/app/_components/status-badge';
import { titleOf } from '@/lib/diagnosis/titles';
import { describeTrust } from '@/lib/trust/describe';
import { parseSslVerify, storeSslVerify } from '@/lib/trust/ssl-verify';
import { DeleteServer } from './delete-server';
import { DetailsPanel } from './details-panel';
import { loadServer, type ServerParams } from './load-server';
import classes from './server.module.css';
import { ServerTest } from './server-test';
import { TrustPanel } from './trust-panel';

export async function generateMetadata({ params }: { params: ServerParams }): Promise<Metadata> {
  const { record } = await loadServer((await params).serverId);
  return { title: record.server_name };
}

export default async function ServerPage({ params }: { params: ServerParams }) {
  const { record, state, last_report } = await loadServer((await params).serverId);
  const trust = await describeTrust({
    ssl_verify: storeSslVerify(parseSslVerify(record.ssl_verify)),
    ca_bundle_id: record.ca_bundle_id,
    include_public_roots: record.include_public_roots,
  });
  const now = Date.now();
  return (
    <>
      <PageHeader
        title={record.server_name}
        parent={{ href: '/servers', label: 'Servers' }}
        beside={
          <>
            <StatusBadge status={state} />
            {record.is_config && <span className={classes.tag}>From file</span>}
          </>
        }
        below={
          <>
            <p className={classes.address}>
              <code>{record.url}</code>
              <CopyButton text={record.url} label="Copy URL" />
            </p>
            {record.health_check_error && (
              <p className={classes.reason}>
                {titleOf(record.health_check_code) ?? record.health_check_error}{' '}
                {record.health_check_code && <code>{record.health_check_code}</code>}
              </p>
            )}
          </>
        }
        actions={
          !record.is_config && (
            <>
              <ButtonLink href={`/servers/${encodeURIComponent(record.server_id)}/edit`}>Edit</ButtonLink>
              <DeleteServer id={record.server_id} name={record.server_name} />
            </>
          )
        }
      />
      <div className={classes.notices}>
        {record.ssl_verify === false && (
          <Notice
            tone="unverified"
            title="TLS verification is disabled for this server: any certificate from anyone is accepted."
          >
            <p>{record.ssl_verify_reason ? `Reason: ${record.ssl_verify_reason}` : 'No reason given.'}</p>
          </Notice>
        )}
        {record.is_config && (
          <Notice tone="info" title="This server comes from the YAML file and is read-only here.">
            <p>Change or remove it in that file; the change is taken up without a restart.</p>
          </Notice>
        )}
      </div>
      <div className={classes.columns}>
        <ServerTest serverId={record.server_id} lastReport={last_report} now={now} />
        <div className={classes.side}>
          <TrustPanel trust={trust} isPlain={record.url.startsWith('http:')} now={now} />
          <DetailsPanel record={record} now={now} />
        </div>
      </div>
    </>
  );
}
