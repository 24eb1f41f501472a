import Link from 'next/link';
import { BreakableName } from '@/app/_components/breakable-name';
import { Panel } from '@/app/_components/panel';
import { StatusBadge } from '@/app/_components/status-badge';
import type { BundleUser } from '@/lib/bundles/dto';
import classes from './bundle.module.css';

const SHOWN = 12;

/** The servers that are verified against a bundle. */
export function UsedBy({ users }: { users: BundleUser[] }) {
  const rest = users.slice(SHOWN);
  return (
    <Panel title={title(users.length)}>
      {users.length === 0 ? (
        <p className={classes.quiet}>Choose it in a server's form: TLS verification, Custom CA, Library.</p>
      ) : (
        <Users users={users.slice(0, SHOWN)} />
      )}
      {rest.length > 0 && (
        <details>
          <summary className={classes.summary}>{rest.length} more</summary>
          <Users users={rest} />
        </details>
      )}
    </Panel>
  );
}

function title(users: number): string {
  if (users === 0) return 'Used by no server';
  return users === 1 ? 'Used by 1 server' : `Used by ${users} servers`;
}

function Users({ users }: { users: BundleUser[] }) {
  return (
    <ul className={classes.users}>
      {users.map(({ server_id, server_name, state }) => (
        <li key={server_id}>
          <Link href={`/servers/${encodeURIComponent(server_id)}`} prefetch={false}>
            <BreakableName name={server_name} />
          </Link>
          <StatusBadge status={state} />
        </li>
      ))}
    </ul>
  );
}
