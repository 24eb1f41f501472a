import Link from 'next/link';
import { Panel } from '@/app/_components/panel';
import type { ServerRecord } from '@/lib/servers/dto';
import type { TrustDescription } from '@/lib/trust/describe';
import classes from './server.module.css';
import { TrustSentence } from './trust-sentence';

interface Props {
  trust: TrustDescription;
  record: ServerRecord;
  /** That an exception has ended, in words. */
  ended: string | null;
}

/** The trust decision in short; all of it is on the page Trust. */
export function TrustPanel({ trust, record, ended }: Props) {
  return (
    <Panel title="Trust">
      <div className={classes.stack}>
        <TrustSentence trust={trust} ended={ended} isPlain={record.url.startsWith('http:')} />
        <p>
          <Link href={`/servers/${encodeURIComponent(record.server_id)}/trust`}>How this was decided</Link>
        </p>
      </div>
    </Panel>
  );
}
