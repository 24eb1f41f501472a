import { RelativeTime } from '@/app/_components/relative-time';
import type { EgressRecord } from '@/lib/egress/dto';
import classes from './egress.module.css';

/** Who changed the rules last, and when. */
export function ChangedBy({ rules, now }: { rules: EgressRecord; now: number }) {
  return (
    <p className={classes.quiet}>
      {rules.updated_at ? (
        <>
          Changed <RelativeTime iso={rules.updated_at} now={now} /> by {rules.updated_by}
        </>
      ) : (
        'Nobody has set any rules yet.'
      )}
    </p>
  );
}
