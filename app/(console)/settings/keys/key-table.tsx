import { BreakableName } from '@/app/_components/breakable-name';
import { RelativeTime } from '@/app/_components/relative-time';
import { roleTitles } from '@/app/_components/role-words';
import look from '@/app/_components/table.module.css';
import { dateWords } from '@/app/_components/time-words';
import type { ApiKeyRecord } from '@/lib/api-keys/dto';
import { KeyEnd } from './key-end';
import classes from './key-table.module.css';
import { RevokeKey } from './revoke-key';

/** A row for each key, expired ones too. */
export function KeyTable({ keys, now }: { keys: ApiKeyRecord[]; now: number }) {
  return (
    <div className={look.frame}>
      <table className={`${look.table} ${classes.table}`}>
        <caption className="sr-only">API keys</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col" className={classes.role}>
              Role
            </th>
            <th scope="col" className={classes.start}>
              Begins with
            </th>
            <th scope="col" className={classes.used}>
              Last used
            </th>
            <th scope="col" className={classes.expires}>
              Expires
            </th>
            <th scope="col" className={classes.revoke}>
              <span className="sr-only">Revoke</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.key_id}>
              <th scope="row" className={classes.name}>
                <BreakableName name={key.name} />
                <span className={classes.created}>
                  created <time dateTime={key.created_at}>{dateWords(key.created_at)}</time> by{' '}
                  <BreakableName name={key.created_by} />
                </span>
              </th>
              <td className={classes.role}>{roleTitles[key.role]}</td>
              <td className={classes.start}>
                <span className={classes.label}>begins with </span>
                <code>{key.start}</code>
              </td>
              <td className={classes.used}>
                <span className={classes.label}>last used </span>
                {key.last_used_at ? <RelativeTime iso={key.last_used_at} now={now} /> : 'never'}
              </td>
              <td className={classes.expires}>
                <KeyEnd iso={key.expires_at} now={now} />
              </td>
              <td className={classes.revoke}>
                <RevokeKey apiKey={key} now={now} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
