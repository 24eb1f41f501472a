import Link from 'next/link';
import { type Shape, StatusShape } from '@/app/_components/status-shape';
import type { ServerList, ServerListQuery } from '@/lib/servers/dto';
import { EXPIRES_SOON_DAYS } from '@/lib/x509/expires-soon';
import { listHref, wholeList } from './list-query';
import classes from './tiles.module.css';

type Counts = ServerList['counts'];

type TileFilter = Pick<ServerListQuery, 'status' | 'tls' | 'expires'>;

const noFilter: TileFilter = { status: null, tls: null, expires: null };

interface Tile {
  key: keyof Counts;
  label: string;
  shape: Shape | null;
  tone: string;
  filter: Partial<TileFilter>;
}

const tiles: Tile[] = [
  { key: 'all', label: 'All', shape: null, tone: 'plain', filter: {} },
  { key: 'failing', label: 'Failing', shape: 'failed', tone: 'bad', filter: { status: 'failing' } },
  { key: 'degraded', label: 'Degraded', shape: 'warning', tone: 'warn', filter: { status: 'degraded' } },
  { key: 'healthy', label: 'Healthy', shape: 'ok', tone: 'ok', filter: { status: 'healthy' } },
  { key: 'unknown', label: 'Unknown', shape: 'waiting', tone: 'plain', filter: { status: 'unknown' } },
  {
    key: 'expiring',
    label: `Expires < ${EXPIRES_SOON_DAYS} d`,
    shape: 'expiring',
    tone: 'warn',
    filter: { expires: 'soon' },
  },
  { key: 'unverified', label: 'Unverified', shape: 'unverified', tone: 'bad', filter: { tls: 'unverified' } },
];

const keys = ['status', 'tls', 'expires'] as const;

/** Counts over all servers, each a link to the list it counts. */
export function Tiles({ counts, query }: { counts: Counts; query: ServerListQuery | null }) {
  return (
    <ul className={classes.tiles} aria-label="Servers by status">
      {tiles.map(({ key, label, shape, tone, filter }) => {
        const wanted = { ...noFilter, ...filter };
        const isHere = query !== null && keys.every((name) => query[name] === wanted[name]);
        return (
          <li key={key}>
            <Link
              href={listHref(query ?? wholeList, wanted)}
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
