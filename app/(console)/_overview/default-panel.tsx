import { CertificateList } from '@/app/_components/certificate-list';
import { Notice } from '@/app/_components/notice';
import { Panel } from '@/app/_components/panel';
import { validity } from '@/app/_components/time-words';
import type { TrustDescription } from '@/lib/trust/describe';
import classes from './overview.module.css';

/** A bundle with more certificates than this is a list of public roots. */
const MOST_OWN = 40;

/** What servers that say nothing themselves are verified against. */
export function DefaultPanel({ trust, now }: { trust: TrustDescription; now: number }) {
  const { problem, sentence, warnings, certificates } = trust;
  // A list of public roots always has some that ended; they do no harm.
  const own = certificates.length <= MOST_OWN ? certificates : [];
  const ending = own.filter(({ not_before, not_after }) => validity(not_before, not_after, now).tone !== 'ok');
  return (
    <Panel title="Default for every server">
      <div className={classes.stack}>
        <p>{sentence}</p>
        {problem && (
          <Notice tone="failed" title={problem.message}>
            <p>
              {problem.fix} <code>{problem.code}</code>
            </p>
          </Notice>
        )}
        {warnings.map((warning) => (
          <Notice key={warning} tone="failed" title={warning} />
        ))}
        {ending.length > 0 && <CertificateList certificates={ending} now={now} title="These end soon, or have ended" />}
      </div>
    </Panel>
  );
}
