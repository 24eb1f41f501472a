import type { ReactNode } from 'react';
import { ButtonLink } from '@/app/_components/button';
import { CopyButton } from '@/app/_components/copy-button';
import { refusalWords } from '@/app/_components/doctor/verdict-words';
import { Notice } from '@/app/_components/notice';
import { PageHeader } from '@/app/_components/page-header';
import { ForRole } from '@/app/_components/role';
import { StatusBadge } from '@/app/_components/status-badge';
import { Tabs } from '@/app/_components/tabs';
import { titleOf } from '@/lib/diagnosis/titles';
import type { ServerDetail } from '@/lib/servers/dto';
import { ExceptionEnd } from '../exception-end';
import { leftWords, ownerWords, resumeWords } from '../exception-words';
import { DeleteServer } from './delete-server';
import classes from './server.module.css';

interface Props {
  detail: ServerDetail;
  now: number;
  children: ReactNode;
}

/** What stands above every page of a server: its name, its state and the way to the other pages. */
export function ServerFrame({ detail, now, children }: Props) {
  const { record, state } = detail;
  const href = `/servers/${encodeURIComponent(record.server_id)}`;
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
            <Reason detail={detail} />
          </>
        }
        actions={
          !record.is_config && (
            <ForRole needs="operator">
              <ButtonLink href={`${href}/edit`}>Edit</ButtonLink>
              <DeleteServer id={record.server_id} name={record.server_name} />
            </ForRole>
          )
        }
      />
      <Tabs
        label="Server"
        tabs={[
          { href, label: 'Overview' },
          { href: `${href}/trust`, label: 'Trust' },
        ]}
      />
      <div className={classes.notices}>
        {record.ssl_verify === false && (
          <Notice
            tone="unverified"
            title="TLS verification is disabled for this server: any certificate from anyone is accepted."
          >
            <p>{record.ssl_verify_reason ? `Reason: ${record.ssl_verify_reason}` : 'No reason given.'}</p>
            <ExceptionTerm detail={detail} now={now} />
          </Notice>
        )}
        {record.is_config && (
          <Notice tone="info" title="This server comes from the YAML file and is read-only here.">
            <p>Change or remove it in that file; the change is taken up without a restart.</p>
          </Notice>
        )}
      </div>
      {children}
    </>
  );
}

/** Who answers for verification being off, and what comes when. */
function ExceptionTerm({ detail: { record, resumes }, now }: Pick<Props, 'detail' | 'now'>) {
  const { ssl_verify_until: until, ssl_verify_by: by, is_config } = record;
  const owner = ownerWords({ by, is_config });
  if (until === null) {
    return (
      <p>
        <ExceptionEnd until={null} now={now} />, by {owner}: it stays off until somebody turns it on.
      </p>
    );
  }
  return (
    <p>
      Turned off <ExceptionEnd until={until} now={now} /> ({leftWords(until, now)}) by {owner}.
      {resumes && ` After that it goes back to ${resumeWords(resumes)}.`}
    </p>
  );
}

/** Why it is in the state it is in. Who refuses a server that works from here comes first. */
function Reason({ detail: { record, state, last_report } }: { detail: ServerDetail }) {
  const { health_check_code: code, health_check_error: error } = record;
  const refusal = state === 'degraded' && last_report ? refusalWords(last_report) : null;
  const words = refusal ?? (error && (titleOf(code) ?? error));
  if (!words) return null;
  return (
    <p className={classes.reason}>
      {words} {code && <code>{code}</code>}
    </p>
  );
}
