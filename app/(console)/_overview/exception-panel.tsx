import Link from 'next/link';
import { Panel } from '@/app/_components/panel';
import { StatusBadge } from '@/app/_components/status-badge';
import type { ExceptionList, ServerException } from '@/lib/servers/dto';
import { ExceptionEnd } from '../servers/exception-end';
import { leftWords, ownerWords } from '../servers/exception-words';
import { listHref, wholeList } from '../servers/list-query';
import classes from './overview.module.css';

interface Props {
  exceptions: ExceptionList;
  now: number;
}

/** Every server whose verification somebody turned off: why, who answers for it, and until when. */
export function ExceptionPanel({ exceptions: { items, total }, now }: Props) {
  return (
    <Panel
      title="Verification turned off"
      aside={
        total > items.length && (
          <Link href={listHref(wholeList, { tls: 'disabled' })} className={classes.all}>
            All {total.toLocaleString('en')}
          </Link>
        )
      }
    >
      {items.length === 0 ? (
        <p className={classes.quiet}>No server has its verification turned off.</p>
      ) : (
        <ul className={classes.servers}>
          {items.map((item) => (
            <Exception key={item.server_id} item={item} now={now} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Exception({ item, now }: { item: ServerException; now: number }) {
  return (
    <li className={`${classes.server} ${classes.exception}`}>
      <StatusBadge status={item.state} />
      <Link href={`/servers/${encodeURIComponent(item.server_id)}`} prefetch={false} className={classes.name}>
        {item.server_name}
      </Link>
      <span className={classes.reason}>
        {item.reason ?? <span className={classes.quiet}>no reason given</span>}
        <span className={classes.quiet}> · {ownerWords(item)}</span>
      </span>
      <span>
        <ExceptionEnd until={item.until} now={now} />
        {item.until && <span className={classes.quiet}> · {leftWords(item.until, now)}</span>}
      </span>
    </li>
  );
}
