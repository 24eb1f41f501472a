import { Fragment } from 'react';
import { CertificateList } from '@/app/_components/certificate-list';
import { Notice } from '@/app/_components/notice';
import { Panel } from '@/app/_components/panel';
import { StatusShape } from '@/app/_components/status-shape';
import type { TrustDescription } from '@/lib/trust/describe';
import type { TrailEntry } from '@/lib/trust/types';
import classes from './server.module.css';

interface Props {
  trust: TrustDescription;
  /** A plain http address: there is nothing to verify. */
  isPlain: boolean;
  now: number;
}

export function TrustPanel({ trust, isPlain, now }: Props) {
  const { problem, sentence, warnings, certificates } = trust;
  const unused = trust.trust.trail.filter(({ used, value, input }) => !used && value !== null && input !== 'default');
  return (
    <Panel title="Trust">
      <div className={classes.stack}>
        <p className={classes.sentence} data-off={!trust.trust.verify || undefined}>
          {isPlain ? 'Plain http: there is no certificate to verify.' : sentence}
        </p>
        {problem && (
          <Notice tone="failed" title={problem.message}>
            <p>
              {problem.fix} <code>{problem.code}</code>
            </p>
          </Notice>
        )}
        {!isPlain &&
          warnings.map((warning) => (
            <Notice key={warning} tone={trust.trust.verify ? 'warning' : 'unverified'} title={warning} />
          ))}
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
        {certificates.length > 0 && <CertificateList certificates={certificates} now={now} />}
        <details>
          <summary className={classes.summary}>How this was decided</summary>
          <ul className={classes.trail}>
            {trust.trust.trail.map((entry) => (
              <Entry key={entry.input} entry={entry} />
            ))}
          </ul>
        </details>
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
