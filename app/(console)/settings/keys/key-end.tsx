import { StatusShape } from '@/app/_components/status-shape';
import { absoluteWords, dateWords } from '@/app/_components/time-words';
import { endOf } from './end-of';
import classes from './key-end.module.css';

/** When a key expires; a status of its own where it has, or soon will. */
export function KeyEnd({ iso, now }: { iso: string | null; now: number }) {
  if (iso === null) return <span className={classes.never}>never expires</span>;
  const { tone, words } = endOf(iso, now);
  return (
    <time dateTime={iso} title={absoluteWords(iso)} className={classes.end} data-tone={tone}>
      <span className={classes.words}>
        {tone !== 'ok' && <StatusShape shape={tone === 'failed' ? 'failed' : 'expiring'} size={13} />}
        {words}
      </span>
      <span className={classes.date}>{dateWords(iso)}</span>
    </time>
  );
}
