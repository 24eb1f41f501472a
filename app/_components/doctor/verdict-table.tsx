import { clientLabels } from '@/lib/diagnosis/client-labels';
import type { ClientVerdict, Diagnosis } from '@/lib/diagnosis/report';
import { StatusShape } from '../status-shape';
import { JudgeLine } from './judge-line';
import { explainedBy, reasonWords, verdictLooks } from './verdict-words';
import classes from './verdicts.module.css';

/** A row for each kind of client: what it says, and why. */
export function VerdictTable({ diagnosis }: { diagnosis: Diagnosis }) {
  const { clients, judge } = diagnosis;
  if (clients.length === 0) return null;
  return (
    <>
      <table className={classes.table}>
        <caption className="sr-only">What each kind of client says to this server</caption>
        <thead>
          <tr>
            <th scope="col">Client</th>
            <th scope="col">Verdict</th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          {clients.map((verdict) => (
            <Row key={verdict.client} verdict={verdict} diagnosis={diagnosis} />
          ))}
        </tbody>
      </table>
      <JudgeLine judge={judge} />
    </>
  );
}

function Row({ verdict, diagnosis }: { verdict: ClientVerdict; diagnosis: Diagnosis }) {
  const { shape, word } = verdictLooks[verdict.verdict];
  const names = clientLabels[verdict.client];
  const index = explainedBy(verdict, diagnosis.findings);
  const cause = index === null ? null : diagnosis.findings[index];
  return (
    <tr>
      <th scope="row">
        {names?.label ?? verdict.client}
        <span className={classes.standsFor}>{names?.standsFor}</span>
      </th>
      <td className={classes.verdict} data-verdict={verdict.verdict}>
        <span>
          <StatusShape shape={shape} size={15} /> {word}
        </span>
      </td>
      <td className={classes.reason}>
        {reasonWords(verdict, diagnosis)}
        {cause && (
          <a href={`#finding-${index}`} className={classes.cause}>
            {cause.title}
          </a>
        )}
      </td>
    </tr>
  );
}
