import { CertificateList } from '@/app/_components/certificate-list';
import { Notice } from '@/app/_components/notice';
import { Panel } from '@/app/_components/panel';
import { validity } from '@/app/_components/time-words';
import type { TrustDescription } from '@/lib/trust/describe';
import classes from './overview.module.css';

/** What servers that say nothing themselves are verified against. */
export function DefaultPanel({ trust, now }: { trust: TrustDescription; now: number }) {
  const { problem, sentence, warnings, certificates } = trust;
  const ending = certificates.filter(({ not_before, not_after }) => validity(not_before, not_after, now).tone !== 'ok');
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
        {ending.length > 0 && <CertificateList certificates={ending} now={now} />}
      </div>
    </Panel>
  );
}
