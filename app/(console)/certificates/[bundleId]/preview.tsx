import { BreakableName } from '@/app/_components/breakable-name';
import { shortName } from '@/app/_components/distinguished-name';
import { Notice } from '@/app/_components/notice';
import { StatusBadge } from '@/app/_components/status-badge';
import look from '@/app/_components/table.module.css';
import type { CertificateRecord, PreviewedState, ReplacementPreview } from '@/lib/bundles/dto';
import { titleOf } from '@/lib/diagnosis/titles';
import classes from './preview.module.css';
import { type Change, changeOf, orderPreview, previewWords } from './preview-order';

const changeWords: Record<Change, string> = { worse: 'Worse', unclear: 'Not tested', better: 'Better', same: 'Same' };

/** What a replacement would change: certificates, and every server that uses them. */
export function Preview({ preview: { added, removed, servers } }: { preview: ReplacementPreview }) {
  const { tone, words } = previewWords(servers);
  return (
    <>
      <Notice tone={tone} title={words} role="status">
        {added.length + removed.length === 0 ? (
          <p>The certificates are the same as now.</p>
        ) : (
          <>
            {added.length > 0 && <p>New: {names(added)}</p>}
            {removed.length > 0 && <p>No longer trusted: {names(removed)}</p>}
          </>
        )}
      </Notice>
      {servers.length > 0 && (
        <div className={look.frame}>
          <table className={`${look.table} ${classes.table}`}>
            <caption className="sr-only">Servers that use the bundle, now and with the new certificates</caption>
            <thead>
              <tr>
                <th scope="col">Server</th>
                <th scope="col">Now</th>
                <th scope="col">With the new certificates</th>
                <th scope="col" className={classes.change}>
                  Change
                </th>
              </tr>
            </thead>
            <tbody>
              {orderPreview(servers).map((server) => (
                <tr key={server.server_id}>
                  <th scope="row">
                    <BreakableName name={server.server_name} />
                  </th>
                  <td data-label="Now">
                    <State state={server.before} />
                  </td>
                  <td data-label="Then">
                    <State state={server.after} />
                  </td>
                  <td className={classes.change} data-change={changeOf(server)}>
                    {changeWords[changeOf(server)]}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function State({ state: { state, code, reason } }: { state: PreviewedState }) {
  const words = titleOf(code) ?? reason;
  return (
    <>
      <StatusBadge status={state} />
      {words && (
        <span className={classes.reason} title={reason ?? undefined}>
          {words}
        </span>
      )}
    </>
  );
}

function names(certificates: CertificateRecord[]): string {
  return certificates.map(({ subject }) => shortName(subject)).join(', ');
}
