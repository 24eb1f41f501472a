import type { ServerRow } from './row';
import { type Secrets, sameSecrets } from './stored-secrets';

/** The columns that say where and how a server is reached, next to its secrets. */
export type ConnectionColumns = Pick<
  ServerRow,
  'url' | 'transport' | 'authType' | 'sslVerify' | 'caBundleId' | 'includePublicRoots'
>;

/** Whether a result of the one says nothing about the other. */
export function connectionChanged(before: ConnectionColumns & Secrets, after: ConnectionColumns & Secrets): boolean {
  return (
    before.url !== after.url ||
    before.transport !== after.transport ||
    before.authType !== after.authType ||
    before.sslVerify !== after.sslVerify ||
    before.caBundleId !== after.caBundleId ||
    before.includePublicRoots !== after.includePublicRoots ||
    !sameSecrets(before, after)
  );
}
