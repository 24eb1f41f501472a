import type { ReportTls } from '@/lib/diagnosis/report';
import { FindingCard } from './finding-card';
import classes from './finding-list.module.css';
import type { PlacedFinding } from './order-findings';

const groups = [
  { severity: 'error', one: 'error', many: 'errors' },
  { severity: 'warning', one: 'warning', many: 'warnings' },
  { severity: 'info', one: 'note', many: 'notes' },
] as const;

interface Props {
  findings: PlacedFinding[];
  tls: Pick<ReportTls, 'chain' | 'path'> | null;
}

/** Errors, warnings and notes, each under a heading of its own. */
export function FindingList({ findings, tls }: Props) {
  return (
    <div className={classes.groups}>
      {groups.map(({ severity, one, many }) => {
        const own = findings.filter(({ finding }) => finding.severity === severity);
        if (own.length === 0) return null;
        return (
          <section key={severity} aria-labelledby={`findings-${severity}`}>
            <h3 id={`findings-${severity}`} className={classes.heading}>
              {own.length} {own.length === 1 ? one : many}
            </h3>
            <ul className={classes.list}>
              {own.map(({ finding, index }) => (
                <li key={index}>
                  <FindingCard finding={finding} tls={tls} id={`finding-${index}`} />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
