import { Notice } from '@/app/_components/notice';
import { Panel } from '@/app/_components/panel';
import type { TrustDescription } from '@/lib/trust/describe';
import classes from './overview.module.css';

/** What servers that say nothing themselves are verified against. */
export function DefaultPanel({ trust: { problem, sentence, warnings } }: { trust: TrustDescription }) {
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
          <Notice key={warning} tone="unverified" title={warning} />
        ))}
      </div>
    </Panel>
  );
}
