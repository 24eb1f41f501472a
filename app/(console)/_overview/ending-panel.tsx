import { CertificateList } from '@/app/_components/certificate-list';
import { Panel } from '@/app/_components/panel';
import type { EndingBundle } from './ending-bundles';
import classes from './overview.module.css';

export function EndingPanel({ bundles, now }: { bundles: EndingBundle[]; now: number }) {
  if (bundles.length === 0) return null;
  return (
    <Panel title="CA bundles with certificates that end">
      <div className={classes.stack}>
        {bundles.map(({ path, certificates }) => (
          <CertificateList key={path} certificates={certificates} now={now} title={path} />
        ))}
      </div>
    </Panel>
  );
}
