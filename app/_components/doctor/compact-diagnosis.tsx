import type { Diagnosis, Finding } from '@/lib/diagnosis/report';
import { CertificateDetails } from './certificate-details';
import { ChainPicture } from './chain-picture';
import classes from './compact-diagnosis.module.css';
import { FindingCard } from './finding-card';
import { FindingList } from './finding-list';
import { orderFindings } from './order-findings';
import { type Applying, RepairList } from './repair-list';
import { VerdictBadges } from './verdict-badges';
import { VerdictTable } from './verdict-table';

interface Props {
  diagnosis: Diagnosis;
  now: number;
  /** Code of the finding that decided the outcome. */
  decided: Finding['code'] | null;
  /** Null where nothing can be changed from here. */
  applying: Applying | null;
}

/** The doctor where there is little room: what matters most, and the rest behind Details. */
export function CompactDiagnosis({ diagnosis, now, decided, applying }: Props) {
  const { tls, findings, clients, repairs } = diagnosis;
  const [top, ...others] = orderFindings(findings, decided);
  const first = Math.max(
    0,
    repairs.findIndex(({ proven }) => proven),
  );
  const repair = repairs[first];
  const otherRepairs = repairs.filter((_, index) => index !== first);
  const hasDetails = others.length > 0 || otherRepairs.length > 0 || clients.length > 0 || (tls?.chain.length ?? 0) > 0;
  return (
    <div className={classes.stack}>
      <ChainPicture diagnosis={diagnosis} now={now} />
      <VerdictBadges diagnosis={diagnosis} />
      {top && <FindingCard finding={top.finding} tls={tls} id={`finding-${top.index}`} />}
      {repair && (
        <div className={classes.repair}>
          <RepairList repairs={[repair]} start={first + 1} applying={applying} />
        </div>
      )}
      {hasDetails && (
        <details className={classes.details}>
          <summary>
            Details
            <span className={classes.inside}>{insideWords(others.length, otherRepairs.length)}</span>
          </summary>
          <div className={classes.stack}>
            <FindingList findings={others} tls={tls} />
            {otherRepairs.length > 0 && (
              <section aria-labelledby="other-repairs">
                <h3 id="other-repairs" className={classes.heading}>
                  Other repairs
                </h3>
                <RepairList repairs={otherRepairs} start={first === 0 ? 2 : 1} applying={applying} />
              </section>
            )}
            <VerdictTable diagnosis={diagnosis} />
            <CertificateDetails chain={tls?.chain ?? []} />
          </div>
        </details>
      )}
    </div>
  );
}

function insideWords(findings: number, repairs: number): string {
  return [
    findings > 0 && `${findings} more ${findings === 1 ? 'finding' : 'findings'}`,
    repairs > 0 && `${repairs} more ${repairs === 1 ? 'repair' : 'repairs'}`,
  ]
    .filter(Boolean)
    .join(', ');
}
