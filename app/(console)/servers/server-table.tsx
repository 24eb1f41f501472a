import Link from 'next/link';
import { BreakableName } from '@/app/_components/breakable-name';
import { Expiry } from '@/app/_components/expiry';
import { RelativeTime } from '@/app/_components/relative-time';
import { StatusBadge } from '@/app/_components/status-badge';
import look from '@/app/_components/table.module.css';
import type { ServerListItem, ServerListQuery } from '@/lib/servers/dto';
import { lastResultWords } from './last-result-words';
import classes from './server-table.module.css';
import { SortHeader } from './sort-header';
import { type InheritedTrust, VerifiedAgainst } from './verified-against';

interface Props {
  items: ServerListItem[];
  query: ServerListQuery;
  now: number;
  inherited: InheritedTrust;
}

export function ServerTable({ items, query, now, inherited }: Props) {
  return (
    <div className={look.frame}>
      <table className={`${look.table} ${classes.table}`}>
        <caption className="sr-only">MCP servers</caption>
        <thead>
          <tr>
            <SortHeader sort="status" query={query} className={classes.status}>
              Status
            </SortHeader>
            <SortHeader sort="name" query={query} className={classes.name}>
              Name
            </SortHeader>
            <SortHeader sort="url" query={query}>
              Address
            </SortHeader>
            <th scope="col">Verified against</th>
            <SortHeader
              sort="expires"
              query={query}
              className={classes.reason}
              before={<span className={classes.before}>Last result</span>}
            >
              Certificate
            </SortHeader>
            <SortHeader sort="last_check" query={query} className={classes.time} startsWith="desc">
              Last check
            </SortHeader>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.server_id}>
              <td className={classes.status}>
                <StatusBadge status={item.state} />
              </td>
              <th scope="row" className={classes.name}>
                <Link href={`/servers/${encodeURIComponent(item.server_id)}`} prefetch={false} className={look.rowLink}>
                  <BreakableName name={item.server_name} />
                </Link>
                {item.is_config && <span className={classes.tag}>From file</span>}
              </th>
              <td className={classes.address} title={item.url}>
                {withoutScheme(item.url)}
              </td>
              <td className={classes.trust}>
                <VerifiedAgainst item={item} inherited={inherited} now={now} />
              </td>
              <td className={classes.reason}>
                <LastResult item={item} now={now} />
              </td>
              <td className={classes.time}>
                {item.last_health_check ? <RelativeTime iso={item.last_health_check} now={now} /> : 'Not checked'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function LastResult({ item, now }: { item: ServerListItem; now: number }) {
  const { health_check_code: code, certificate_expires_at: end, health_check_error: error } = item;
  if (!error && !end) return item.last_health_check && <span className={classes.quiet}>Connected</span>;
  return (
    <>
      {error && (
        <span className={classes.words} title={error}>
          {lastResultWords(item)}
        </span>
      )}
      <span className={classes.facts}>
        {code && <code>{code}</code>}
        {end && <Expiry iso={end} now={now} />}
      </span>
    </>
  );
}

function withoutScheme(url: string): string {
  return url.startsWith('https://') ? url.slice('https://'.length) : url;
}
