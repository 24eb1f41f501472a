import { StatusShape } from '@/app/_components/status-shape';
import type { EgressTrial } from '@/lib/egress/dto';
import classes from './egress.module.css';

/** `isOutdated`: the address or a list has changed since. */
export function TrialResult({ trial, isOutdated }: { trial: EgressTrial; isOutdated: boolean }) {
  return (
    <div className={classes.result}>
      <Verdict isAllowed={trial.is_allowed} />
      <p className={classes.words}>{trial.sentence}</p>
      {trial.addresses.length > 1 && (
        <ul className={classes.addresses}>
          {trial.addresses.map(({ address, is_allowed, reason }) => (
            <li key={address}>
              <Verdict isAllowed={is_allowed} />
              <span className={classes.words}>{reason}</span>
            </li>
          ))}
        </ul>
      )}
      {isOutdated && <p className={classes.quiet}>The address or a list has changed since: try again.</p>}
    </div>
  );
}

function Verdict({ isAllowed }: { isAllowed: boolean }) {
  return (
    <strong className={classes.verdict} data-allowed={isAllowed}>
      <StatusShape shape={isAllowed ? 'ok' : 'failed'} />
      {isAllowed ? 'Allowed' : 'Refused'}
    </strong>
  );
}
