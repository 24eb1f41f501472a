import classes from './expiry.module.css';
import { StatusShape } from './status-shape';
import { absoluteWords, expiry } from './time-words';

/** "68 days left": until a certificate ends. */
export function Expiry({ iso, now }: { iso: string; now: number }) {
  const { tone, words } = expiry(iso, now);
  return (
    <time dateTime={iso} title={`until ${absoluteWords(iso)}`} className={classes.expiry} data-tone={tone}>
      {tone !== 'ok' && <StatusShape shape={tone} size={13} />} {words}
    </time>
  );
}
