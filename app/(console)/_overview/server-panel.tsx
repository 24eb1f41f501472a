import Link from 'next/link';
import { Panel } from '@/app/_components/panel';
import { RelativeTime } from '@/app/_components/relative-time';
import { StatusBadge } from '@/app/_components/status-badge';
import type { ServerList, ServerListItem, ServerListQuery } from '@/lib/servers/dto';
import { lastResultWords } from '../servers/last-result-words';
import { listHref, wholeList } from '../servers/list-query';
import classes from './overview.module.css';

const SHOWN = 8;

interface Props {
  title: string;
  list: ServerList;
  /** The list that holds all of them. */
  filter: Partial<ServerListQuery>;
  now: number;
  /** Which setting left a server without verification that has none of its own. */
  defaultBecause?: string | null;
  /** Without it, an empty panel is left out. */
  whenNone?: string;
}

export function ServerPanel({ title, list, filter, now, defaultBecause, whenNone }: Props) {
  if (list.total === 0 && !whenNone) return null;
  const more = list.total - SHOWN;
  return (
    <Panel
      title={title}
      aside={
        more > 0 && (
          <Link href={listHref(wholeList, filter)} className={classes.all}>
            All {list.total.toLocaleString('en')}
          </Link>
        )
      }
    >
      {list.total === 0 ? (
        <p className={classes.quiet}>{whenNone}</p>
      ) : (
        <ul className={classes.servers}>
          {list.items.slice(0, SHOWN).map((item) => (
            <li key={item.server_id} className={classes.server}>
              <StatusBadge status={item.state} />
              <Link href={`/servers/${encodeURIComponent(item.server_id)}`} prefetch={false} className={classes.name}>
                {item.server_name}
              </Link>
              <span className={classes.reason}>
                {filter.tls ? (
                  `Default, which ${defaultBecause ?? 'the environment'} turns off`
                ) : (
                  <Reason item={item} />
                )}
              </span>
              <span className={classes.quiet}>
                {item.last_health_check && <RelativeTime iso={item.last_health_check} now={now} />}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Reason({ item }: { item: ServerListItem }) {
  return (
    <>
      {lastResultWords(item)} {item.health_check_code && <code>{item.health_check_code}</code>}
    </>
  );
}
