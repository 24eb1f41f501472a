import type { Judge } from '@/lib/diagnosis/report';
import classes from './verdicts.module.css';

/** By whom the verdicts are, and what is to be known about them. */
export function JudgeLine({ judge }: { judge: Judge | null }) {
  if (!judge) return null;
  const version = judge.openssl?.match(/^\S+ \S+/)?.[0];
  return (
    <p className={classes.judge}>
      {version ? (
        <span title={judge.openssl ?? undefined}>Judged by {version}, each with that client's flags.</span>
      ) : (
        'Not judged: there is no openssl command where Vouch runs.'
      )}
      {judge.note && ` ${judge.note}`}
    </p>
  );
}
