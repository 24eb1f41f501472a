import { Fragment } from 'react';
import { CertificateList } from '@/app/_components/certificate-list';
import { Panel } from '@/app/_components/panel';
import { StatusShape } from '@/app/_components/status-shape';
import type { TrustDescription } from '@/lib/trust/describe';
import type { TrailEntry } from '@/lib/trust/types';
import classes from '../server.module.css';
import { TrustSentence } from '../trust-sentence';

interface Props {
  trust: TrustDescription;
  /** That an exception has ended, in words. */
  ended: string | null;
  /** A plain http address: there is nothing to verify. */
  isPlain: boolean;
  now: number;
}

/** What the server is verified against, and by which input that came about. */
export function DecisionPanel({ trust, ended, isPlain, now }: Props) {
  const { trail } = trust.trust;
  const { certificates } = trust;
  const unused = trail.filter(({ used, value, input }) => !used && value !== null && input !== 'default');
  return (
    <Panel title="Verified against">
      <div className={classes.stack}>
        <TrustSentence trust={trust} ended={ended} isPlain={isPlain} />
        {unused.length > 0 && (
          <p>
            {unused.map(({ input }, index) => (
              <Fragment key={input}>
                {index > 0 && (index === unused.length - 1 ? ' and ' : ', ')}
                <code>{input}</code>
              </Fragment>
            ))}
            {unused.length === 1 ? ' is' : ' are'} set here, but not used.
          </p>
        )}
        <details>
          <summary className={classes.summary}>How this was decided</summary>
          <ul className={classes.trail}>
            {trail.map((entry) => (
              <Entry key={entry.input} entry={entry} />
            ))}
          </ul>
        </details>
        {certificates.length > 0 && (
          <details>
            <summary className={classes.summary}>
              {certificates.length === 1 ? 'The certificate' : `The ${certificates.length} certificates`} in the bundle
            </summary>
            <CertificateList
              certificates={certificates}
              now={now}
              title={certificates.length === 1 ? 'Trusted as it stands' : 'Trusted as they stand'}
            />
          </details>
        )}
      </div>
    </Panel>
  );
}

function Entry({ entry: { input, value, used, note } }: { entry: TrailEntry }) {
  return (
    <li data-used={used || undefined}>
      <StatusShape shape={used ? 'ok' : 'skipped'} size={14} />
      <span>
        <code>{input}</code>
        {value !== null && input !== 'default' && (
          <>
            {' '}
            = <code>{value}</code>
          </>
        )}
        <br />
        {note}
      </span>
    </li>
  );
}
