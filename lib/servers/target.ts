import type { CheckTarget } from '../diagnosis/target';
import { trustOf } from './in-force';
import type { ServerRow } from './row';
import type { AuthType, Transport } from './schema';
import { openSecrets } from './stored-secrets';

/** A saved server as the connection test and the MCP client take it, secrets opened. Throws AppError when they do not open. */
export function targetOf(row: ServerRow): CheckTarget {
  const secrets = openSecrets(row);
  return {
    id: row.id,
    url: row.url,
    transport: row.transport as Transport,
    ...trustOf(row),
    auth_type: row.authType as AuthType,
    auth_value: secrets.authValue,
    static_headers: secrets.headers,
    timeout_ms: row.timeoutMs,
    era: rememberedEra(row),
  };
}

/** A server that answered in the older era yesterday may have been updated since, and would go on answering in it. */
const ERA_HORIZON_MS = 24 * 60 * 60 * 1000;

function rememberedEra({ mcpEra, lastHealthCheck }: ServerRow): CheckTarget['era'] {
  const isFresh = lastHealthCheck !== null && Date.now() - lastHealthCheck.getTime() < ERA_HORIZON_MS;
  return isFresh ? (mcpEra as CheckTarget['era']) : null;
}
