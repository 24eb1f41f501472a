import Link from 'next/link';
import { BreakableName } from '@/app/_components/breakable-name';
import { CopyButton } from '@/app/_components/copy-button';
import { absoluteWords } from '@/app/_components/time-words';
import type { AuditRecord } from '@/lib/audit/dto';
import { plainText } from '@/lib/plain-text';
import classes from './entry-details.module.css';
import { type AuditFilters, auditHref, wholeLog } from './filters';
import { type ShownChange, shownChanges } from './shown-changes';

export function EntryDetails({ entry, filters }: { entry: AuditRecord; filters: AuditFilters }) {
  const changes = shownChanges(entry.before, entry.after);
  return (
    <div className={classes.details}>
      {changes.length > 0 && (
        <Changes changes={changes} hasBefore={entry.before !== null} hasAfter={entry.after !== null} />
      )}
      <dl className={classes.facts}>
        <Fact name="Time">
          <time dateTime={entry.at}>{absoluteWords(entry.at)}</time>
        </Fact>
        <Fact name="Action">
          <code>{entry.action}</code>
        </Fact>
        {entry.subject_id && (
          <Fact name="Id of what it was done to">
            <code>{plainText(entry.subject_id)}</code>
          </Fact>
        )}
        <Fact name={`Hash of entry ${entry.seq}`}>
          <code>{entry.hash}</code>
        </Fact>
        <Fact name="Hash of the entry before">
          <code>{entry.previous_hash}</code>
        </Fact>
      </dl>
      <p className={classes.links}>
        {entry.subject_id && entry.subject_id !== filters.subject && (
          <Link href={auditHref(wholeLog, { subject: entry.subject_id })} prefetch={false}>
            All entries about <BreakableName name={plainText(entry.subject_name ?? entry.subject_id)} />
          </Link>
        )}
        {entry.actor_name && entry.actor_name !== filters.actor && (
          <Link href={auditHref(wholeLog, { actor: entry.actor_id ?? entry.actor_name })} prefetch={false}>
            All entries by <BreakableName name={plainText(entry.actor_name)} />
          </Link>
        )}
        <CopyButton text={`${entry.seq}:${entry.hash}`} label="Copy number and hash" />
      </p>
    </div>
  );
}

interface ChangesProps {
  changes: ShownChange[];
  hasBefore: boolean;
  hasAfter: boolean;
}

/** Of something new there is no before, and of something deleted no after. */
function Changes({ changes, hasBefore, hasAfter }: ChangesProps) {
  return (
    <table className={classes.changes}>
      <caption className="sr-only">What changed</caption>
      <thead>
        <tr>
          <th scope="col">Field</th>
          {hasBefore && <th scope="col">Before</th>}
          {hasAfter && <th scope="col">{hasBefore ? 'After' : 'Value'}</th>}
        </tr>
      </thead>
      <tbody>
        {changes.map(({ field, before, after }) => (
          <tr key={field}>
            <th scope="row">
              <code>{field}</code>
            </th>
            {hasBefore && <Value text={before} side="before" />}
            {hasAfter && <Value text={after} side="after" />}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({ text, side }: { text: string | null; side: 'before' | 'after' }) {
  return (
    <td data-side={side} data-label={side === 'before' ? 'Before' : 'After'}>
      {text === null ? <span className={classes.none}>none</span> : text}
    </td>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
