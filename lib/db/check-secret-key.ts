import { db } from './client';
import { SealError, unseal } from './seal';
import { hasSecretKey } from './secret-key';

/**
 * Throws an Error with what to do when stored secrets do not open with the key at hand: going on would make a new key
 * and lose them one by one. One row tells, since all are sealed with one key.
 */
export async function checkSecretKey(): Promise<void> {
  const row = await db().mcpServer.findFirst({
    where: { isConfig: false, OR: [{ credentials: { not: null } }, { staticHeaders: { not: null } }] },
    select: { id: true, credentials: true, staticHeaders: true },
  });
  if (!row) return;
  const field = row.credentials === null ? 'static_headers' : 'credentials';
  try {
    if (hasSecretKey()) unseal(row.credentials ?? row.staticHeaders ?? '', { rowId: row.id, field });
    else throw new SealError('there is no key');
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    throw new Error(
      'The stored secrets do not open with the key at hand: put back the secret.key that belongs to this database, or set VOUCH_SECRET_KEY to its 64 digits. If that key is lost for good, so are the secrets: set credentials and static_headers to NULL in the table mcp_servers, and enter them again.',
      { cause: error },
    );
  }
}
