import { clientLabels } from '@/lib/diagnosis/client-labels';
import type { Diagnosis } from '@/lib/diagnosis/report';
import { StatusShape } from '../status-shape';
import { JudgeLine } from './judge-line';
import { countWords, reasonWords, verdictLooks } from './verdict-words';
import classes from './verdicts.module.css';

/** The verdicts of all clients in one row. */
export function VerdictBadges({ diagnosis }: { diagnosis: Diagnosis }) {
  const { clients, judge } = diagnosis;
  if (clients.length === 0) return null;
  return (
    <div>
      <p className={classes.count}>{countWords(clients)}</p>
      <ul className={classes.badges} aria-label="Who accepts it">
        {clients.map((verdict) => {
          const { shape, word } = verdictLooks[verdict.verdict];
          const reason = reasonWords(verdict, diagnosis);
          return (
            <li
              key={verdict.client}
              className={classes.badge}
              data-verdict={verdict.verdict}
              title={reason ? `${word}: ${reason}` : word}
            >
              <StatusShape shape={shape} size={13} />
              {clientLabels[verdict.client]?.short ?? verdict.client}
              <span className="sr-only"> {word.toLowerCase()}</span>
            </li>
          );
        })}
      </ul>
      {judge?.openssl === null && <JudgeLine judge={judge} />}
    </div>
  );
}
