import { StatusShape } from '@/app/_components/status-shape';
import { absoluteWords } from '@/app/_components/time-words';
import classes from './exception-end.module.css';
import { endWords } from './exception-words';

/** "until 1 Dec"; "no end" as a warning. */
export function ExceptionEnd({ until, now }: { until: string | null; now: number }) {
  if (until === null) {
    return (
      <span className={classes.endless}>
        <StatusShape shape="warning" size={13} /> {endWords(null, now)}
      </span>
    );
  }
  return (
    <time dateTime={until} title={absoluteWords(until)} className={classes.end}>
      {endWords(until, now)}
    </time>
  );
}
