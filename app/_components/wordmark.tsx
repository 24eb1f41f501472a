import classes from './wordmark.module.css';

export function Wordmark() {
  return (
    <>
      <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true" className={classes.shield}>
        <path fill="currentColor" d="M16 1.5 28 5.8v9.4c0 7.2-4.8 12.6-12 15.3C8.8 27.8 4 22.4 4 15.2V5.8z" />
        <path className={classes.tick} d="m10 13 6 9 6-11" />
      </svg>
      <span className={classes.word}>Vouch</span>
    </>
  );
}
