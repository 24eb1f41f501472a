import classes from './status-shape.module.css';

export type Shape =
  | 'ok'
  | 'warning'
  | 'failed'
  | 'skipped'
  | 'waiting'
  | 'running'
  | 'info'
  | 'expiring'
  | 'unverified';

const fills: Partial<Record<Shape, string>> = {
  ok: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1z',
  warning:
    'M8 1.2c.5 0 .9.26 1.15.7l6 10.6c.5.88-.13 1.9-1.14 1.9H2c-1.01 0-1.64-1.02-1.14-1.9l6-10.6c.24-.44.64-.7 1.14-.7z',
  failed: 'M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z',
  info: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1z',
  unverified: 'M8 .9 14 3v4.5c0 3.7-2.4 6.4-6 7.7-3.6-1.3-6-4-6-7.7V3z',
};

const strokes: Record<Shape, string> = {
  ok: 'm4.9 8.3 2.1 2.1 4.2-4.6',
  warning: 'M8 5.6v3.5M8 11.6v.1',
  failed: 'm5.6 5.6 4.8 4.8m0-4.8-4.8 4.8',
  skipped: 'M4 8h8',
  waiting: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8z',
  running: 'M8 1.8a6.2 6.2 0 0 1 6.2 6.2',
  info: 'M8 7.4v3.8M8 4.7v.1',
  expiring: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8zM8 4.6V8l2.4 1.6',
  unverified: 'm5.2 5 5.6 5.6',
};

/** One shape a status, so that it can be told without its colour. The word beside it says the same. */
export function StatusShape({ shape, size = 14 }: { shape: Shape; size?: number }) {
  const fill = fills[shape];
  return (
    <svg viewBox="0 0 16 16" width={size} height={size} aria-hidden="true" className={classes.shape} data-shape={shape}>
      {fill && <path d={fill} fill="currentColor" />}
      <path d={strokes[shape]} className={fill ? classes.mark : classes.line} />
    </svg>
  );
}
