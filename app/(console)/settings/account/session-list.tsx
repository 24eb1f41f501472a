import { RelativeTime } from '@/app/_components/relative-time';
import look from '@/app/_components/table.module.css';
import type { SessionRecord } from '@/lib/accounts/dto';
import classes from './account.module.css';
import { browserWords } from './browser-words';
import { EndSession } from './end-session';

/** A row for each browser. */
export function SessionList({ sessions, now }: { sessions: SessionRecord[]; now: number }) {
  return (
    <table id="sessions" tabIndex={-1} className={`${look.table} ${classes.sessions}`}>
      <caption className="sr-only">Browsers that you are signed in with</caption>
      <thead>
        <tr>
          <th scope="col">Browser</th>
          <th scope="col">Address</th>
          <th scope="col">Signed in</th>
          <th scope="col">Last used</th>
          <th scope="col">
            <span className="sr-only">Sign out</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {sessions.map(({ session_id, is_current, user_agent, address, created_at, last_used_at }) => (
          <tr key={session_id}>
            <th scope="row" title={user_agent ?? undefined}>
              {browserWords(user_agent)}
              {is_current && <span className={classes.here}>this one</span>}
            </th>
            <td>
              <span className={classes.label}>from </span>
              {address ? <code>{address}</code> : 'not known'}
            </td>
            <td>
              <span className={classes.label}>signed in </span>
              <RelativeTime iso={created_at} now={now} />
            </td>
            <td>
              <span className={classes.label}>last used </span>
              <RelativeTime iso={last_used_at} now={now} />
            </td>
            <td className={classes.end}>
              {!is_current && (
                <EndSession id={session_id} what={`${browserWords(user_agent)} at ${address ?? 'no address'}`} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
