import Link from 'next/link';
import { CertificateList } from '@/app/_components/certificate-list';
import { Expiry } from '@/app/_components/expiry';
import { Panel } from '@/app/_components/panel';
import { StatusBadge } from '@/app/_components/status-badge';
import type { ServerList, ServerListItem } from '@/lib/servers/dto';
import { EXPIRES_SOON_DAYS } from '@/lib/x509/expires-soon';
import { listHref, wholeList } from '../servers/list-query';
import type { EndingBundle } from './ending-bundles';
import classes from './overview.module.css';

const SHOWN = 10;

interface Props {
  servers: ServerList;
  bundles: EndingBundle[];
  now: number;
}

/** What ends soon or has ended: certificates that servers send, and those in CA bundles. */
export function EndingPanel({ servers, bundles, now }: Props) {
  const count = bundles.reduce((sum, { certificates }) => sum + certificates.length, 0);
  if (servers.total === 0 && bundles.length === 0) return null;
  return (
    <Panel
      title={`Expires in less than ${EXPIRES_SOON_DAYS} days`}
      aside={
        servers.total > 0 && (
          <Link href={listHref(wholeList, { expires: 'soon', sort: 'expires' })} className={classes.all}>
            {servers.total === 1 ? '1 server' : `All ${servers.total.toLocaleString('en')} servers`}
          </Link>
        )
      }
    >
      <div className={classes.stack}>
        {servers.total > 0 && <EndingServers items={servers.items.slice(0, SHOWN)} now={now} />}
        {bundles.length > 0 && (
          <section aria-labelledby="ending-bundles" className={classes.bundles}>
            <h3 id="ending-bundles">In CA bundles: {count === 1 ? '1 certificate' : `${count} certificates`}</h3>
            {bundles.map(({ id, title, certificates }) => (
              <CertificateList
                key={id ?? title}
                certificates={certificates}
                now={now}
                title={id === null ? title : <Link href={`/certificates/${encodeURIComponent(id)}`}>{title}</Link>}
              />
            ))}
          </section>
        )}
      </div>
    </Panel>
  );
}

function EndingServers({ items, now }: { items: ServerListItem[]; now: number }) {
  return (
    <ul className={classes.servers} aria-label="Servers">
      {items.map((item) => (
        <li key={item.server_id} className={classes.server}>
          <StatusBadge status={item.state} />
          <Link href={`/servers/${encodeURIComponent(item.server_id)}`} prefetch={false} className={classes.name}>
            {item.server_name}
          </Link>
          <code className={classes.address}>{item.url}</code>
          {item.certificate_expires_at && <Expiry iso={item.certificate_expires_at} now={now} />}
        </li>
      ))}
    </ul>
  );
}
