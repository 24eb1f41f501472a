import type { ReactNode } from 'react';
import { Panel } from '@/app/_components/panel';
import { RelativeTime } from '@/app/_components/relative-time';
import type { ServerRecord } from '@/lib/servers/dto';
import { SECRET_SET } from '@/lib/servers/schema';
import { authLabels } from '../_form/auth-labels';
import classes from './server.module.css';

export function DetailsPanel({ record, now }: { record: ServerRecord; now: number }) {
  const headers = Object.entries(record.static_headers);
  return (
    <Panel title="Details">
      <dl className={classes.facts}>
        {record.description && <Fact name="Description">{record.description}</Fact>}
        <Fact name="Transport">{record.transport === 'sse' ? 'SSE' : 'Streamable HTTP'}</Fact>
        <Fact name="Authentication">
          {authLabels[record.auth_type]}
          {record.auth_type !== 'none' && (record.credentials ? ': set' : ': not set')}
        </Fact>
        {headers.length > 0 && (
          <Fact name="Headers">
            {headers.map(([name, value]) => `${name}: ${value === SECRET_SET ? 'set' : value}`).join('\n')}
          </Fact>
        )}
        <Fact name="Timeout">{record.timeout_ms / 1000} s</Fact>
        {record.alias && <Fact name="Alias">{record.alias}</Fact>}
        <Fact name="Added">
          <RelativeTime iso={record.created_at} now={now} />
          {record.created_by && ` by ${record.created_by}`}
        </Fact>
        <Fact name="Changed">
          <RelativeTime iso={record.updated_at} now={now} />
          {record.updated_by && ` by ${record.updated_by}`}
        </Fact>
        <Fact name="ID">
          <code>{record.server_id}</code>
        </Fact>
      </dl>
    </Panel>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
