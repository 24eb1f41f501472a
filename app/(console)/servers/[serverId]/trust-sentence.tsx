import { Notice } from '@/app/_components/notice';
import type { TrustDescription } from '@/lib/trust/describe';
import classes from './server.module.css';

interface Props {
  trust: TrustDescription;
  /** That an exception has ended, in words. */
  ended: string | null;
  /** A plain http address: there is nothing to verify. */
  isPlain: boolean;
}

/** Against what a server is verified and why, and what is wrong with that. Its own Disabled stands above the tabs. */
export function TrustSentence({ trust: { problem, sentence, warnings, trust }, ended, isPlain }: Props) {
  const isSaidAbove = !trust.verify && trust.source === 'server';
  return (
    <>
      <p className={classes.sentence} data-off={!trust.verify || undefined}>
        {isPlain ? 'Plain http: there is no certificate to verify.' : sentence}
      </p>
      {ended && <Notice tone="info" title={ended} />}
      {problem && (
        <Notice tone="failed" title={problem.message}>
          <p>
            {problem.fix} <code>{problem.code}</code>
          </p>
        </Notice>
      )}
      {!isPlain &&
        !isSaidAbove &&
        warnings.map((warning) => (
          <Notice key={warning} tone={trust.verify ? 'warning' : 'unverified'} title={warning} />
        ))}
    </>
  );
}
