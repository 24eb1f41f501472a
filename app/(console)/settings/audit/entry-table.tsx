import { Fragment } from 'react';
import { BreakableName } from '@/app/_components/breakable-name';
import { RelativeTime } from '@/app/_components/relative-time';
import { StatusShape } from '@/app/_components/status-shape';
import look from '@/app/_components/table.module.css';
import type { AuditRecord, Outcome } from '@/lib/audit/dto';
import { plainText } from '@/lib/plain-text';
import { actionWords } from './action-words';
import { actorKindWords, subjectTypeWords } from './actor-words';
import { EntryDetails } from './entry-details';
import classes from './entry-table.module.css';
import type { AuditFilters } from './filters';

interface Props {
  entries: AuditRecord[];
  filters: AuditFilters;
  now: number;
}

/** A row an entry; opening it shows the row below, with what changed. */
export function EntryTable({ entries, filters, now }: Props) {
  return (
    <div className={look.frame}>
      <table className={`${look.table} ${classes.table}`}>
        <caption className="sr-only">Entries of the audit log, newest first</caption>
        <thead>
          <tr>
            <th scope="col" className={classes.when}>
              When
            </th>
            <th scope="col" className={classes.who}>
              Who
            </th>
            <th scope="col">What</th>
            <th scope="col" className={classes.subject}>
              On what
            </th>
            <th scope="col" className={classes.from}>
              From
            </th>
            <th scope="col" className={classes.outcome}>
              Outcome
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <Fragment key={entry.seq}>
              <Entry entry={entry} now={now} />
              <tr className={classes.more}>
                <td colSpan={6}>
                  <EntryDetails entry={entry} filters={filters} />
                </td>
              </tr>
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Entry({ entry, now }: { entry: AuditRecord; now: number }) {
  const kind = actorKindWords(entry.actor_kind);
  return (
    <tr className={classes.entry} data-outcome={entry.outcome}>
      <td className={classes.when}>
        <RelativeTime iso={entry.at} now={now} />
      </td>
      <td className={classes.who}>
        {plainText(entry.actor_name) || '(no name)'}
        {kind && <span className={classes.kind}>{kind}</span>}
      </td>
      <th scope="row" className={classes.what}>
        <details>
          <summary title={entry.action}>{actionWords(entry.action, entry.outcome)}</summary>
        </details>
        {entry.detail && <span className={classes.detail}>{plainText(entry.detail)}</span>}
      </th>
      <td className={classes.subject}>
        {entry.subject_type && (
          <>
            <BreakableName name={plainText(entry.subject_name ?? entry.subject_id ?? '')} />
            <span className={classes.kind}>{subjectTypeWords(entry.subject_type)}</span>
          </>
        )}
      </td>
      <td className={classes.from}>{entry.address && <code>{plainText(entry.address)}</code>}</td>
      <td className={classes.outcome}>
        <OutcomeBadge outcome={entry.outcome} />
      </td>
    </tr>
  );
}

function OutcomeBadge({ outcome }: { outcome: Outcome }) {
  const isDone = outcome === 'done';
  return (
    <span className={classes.badge} data-outcome={outcome}>
      <StatusShape shape={isDone ? 'ok' : 'failed'} size={14} />
      {isDone ? 'Done' : 'Refused'}
    </span>
  );
}
