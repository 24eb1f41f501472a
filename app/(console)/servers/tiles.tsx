import Link from 'next/link';
import { type Shape, StatusShape } from '@/app/_components/status-shape';
import type { ServerList, ServerListQuery } from '@/lib/servers/dto';
import { listHref, wholeList } from './list-query';
import classes from './tiles.module.css';

type Counts = ServerList['counts'];

interface Tile {
  key: keyof Counts;
  label: string;
  shape: Shape | null;
  tone: string;
  filter: Pick<ServerListQuery, 'status' | 'tls'>;
}

const tiles: Tile[] = [
  { key: 'all', label: 'All', shape: null, tone: 'plain', filter: { status: null, tls: null } },
  { key: 'failing', label: 'Failing', shape: 'failed', tone: 'bad', filter: { status: 'failing', tls: null } },
  { key: 'degraded', label: 'Degraded', shape: 'warning', tone: 'warn', filter: { status: 'degraded', tls: null } },
  { key: 'healthy', label: 'Healthy', shape: 'ok', tone: 'ok', filter: { status: 'healthy', tls: null } },
  { key: 'unknown', label: 'Unknown', shape: 'waiting', tone: 'plain', filter: { status: 'unknown', tls: null } },
  {
    key: 'unverified',
    label: 'Unverified',
    shape: 'unverified',
    tone: 'bad',
    filter: { status: null, tls: 'disabled' },
  },
];

/** Counts over all servers, each a link to the list it counts. */
export function Tiles({ counts, query }: { counts: Counts; query: ServerListQuery | null }) {
  return (
    <ul className={classes.tiles} aria-label="Servers by status">
      {tiles.map(({ key, label, shape, tone, filter }) => {
        const isHere = query !== null && query.status === filter.status && query.tls === filter.tls;
        return (
          <li key={key}>
            <Link
              href={listHref(query ?? wholeList, filter)}
              prefetch={false}
              className={classes.tile}
              data-tone={counts[key] > 0 ? tone : 'plain'}
              aria-current={isHere ? 'true' : undefined}
            >
              <span className={classes.label}>
                {shape && <StatusShape shape={shape} size={13} />}
                {label}
              </span>
              <span className={classes.count}>{counts[key].toLocaleString('en')}</span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
