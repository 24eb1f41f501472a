import { CopyButton } from '@/app/_components/copy-button';
import { shortName } from '@/app/_components/distinguished-name';
import { Panel } from '@/app/_components/panel';
import { RelativeTime } from '@/app/_components/relative-time';
import type { BundleRecord } from '@/lib/bundles/dto';
import classes from './bundle.module.css';

/** Where its file is, and who did what to it. */
export function BundleDetails({ bundle, now }: { bundle: BundleRecord; now: number }) {
  const { path, confirmations, certificates } = bundle;
  const nameOf = (sha256: string) => {
    const known = certificates.find((certificate) => certificate.sha256 === sha256);
    return known ? shortName(known.subject) : `a certificate that is no longer here (${sha256.slice(0, 11)}…)`;
  };
  return (
    <Panel title="Details">
      <div className={classes.stack}>
        <div>
          <p className={classes.label}>File, for other programs on this machine</p>
          <p className={classes.path}>
            <code>{path}</code>
            <CopyButton label="Copy path" text={path} />
          </p>
        </div>
        <dl className={classes.facts}>
          <div>
            <dt>Added</dt>
            <dd>
              <RelativeTime iso={bundle.created_at} now={now} />
              {bundle.created_by && ` by ${bundle.created_by}`}
            </dd>
          </div>
          <div>
            <dt>Changed</dt>
            <dd>
              <RelativeTime iso={bundle.updated_at} now={now} />
              {bundle.updated_by && ` by ${bundle.updated_by}`}
            </dd>
          </div>
        </dl>
        {confirmations.length > 0 && (
          <div>
            <p className={classes.label}>Fingerprints that were compared</p>
            <ul className={classes.confirmations}>
              {confirmations.map(({ sha256, by, at, server }) => (
                <li key={`${sha256} ${at}`} title={sha256}>
                  {nameOf(sha256)}
                  <span className={classes.quiet}>
                    by {by}, <RelativeTime iso={at} now={now} />
                    {server && `, as ${server} sent it`}
                  </span>
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </Panel>
  );
}
