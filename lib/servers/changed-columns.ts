import type { Prisma } from '../db/generated/client';
import { connectionChanged } from './connection-changed';
import { changedException } from './exception-columns';
import { mergeSecrets } from './merge-secrets';
import { noResult } from './no-result';
import type { ServerRow } from './row';
import type { AuthType, ServerChanges } from './schema';
import { openSecrets, type Secrets, sameSecrets, sealSecrets } from './stored-secrets';
import { trustColumns } from './trust-columns';

interface ChangedColumns {
  columns: Prisma.McpServerUncheckedUpdateInput;
  /** An exception from verification was decided on, by `by`. */
  isException: boolean;
}

/** The columns to write for these changes. Throws AppError `bad_input` when a stored secret may not be used. */
export function changedColumns(before: ServerRow, changes: ServerChanges, by: string): ChangedColumns {
  const readable = storedSecrets(before, changes);
  const stored = readable ?? { authValue: null, headers: {} };
  const merged = mergeSecrets(
    { ...changes, url: changes.url ?? before.url, auth_type: changes.auth_type ?? (before.authType as AuthType) },
    { ...stored, url: before.url },
  );
  const after = {
    url: merged.url,
    transport: changes.transport ?? before.transport,
    authType: changes.auth_type ?? before.authType,
    ...trustColumns(changes, before),
    includePublicRoots: changes.include_public_roots ?? before.includePublicRoots,
  };
  const exception = changedException(before, after, changes, by);
  const columns = {
    ...after,
    ...exception.columns,
    // An unchanged secret is not sealed anew: a running check compares the sealed columns.
    ...(readable && sameSecrets(merged, readable) ? {} : sealSecrets(before.id, merged)),
    ...(connectionChanged({ ...before, ...stored }, { ...after, ...merged }) ? noResult : {}),
    name: changes.server_name,
    alias: changes.alias,
    description: changes.description,
    extraHeaders: listed(changes.extra_headers),
    allowedTools: listed(changes.allowed_tools),
    mcpAccessGroups: listed(changes.mcp_access_groups),
    mcpInfo: changes.mcp_info === null ? {} : (changes.mcp_info as Prisma.InputJsonObject | undefined),
    timeoutMs: changes.timeout_ms,
  };
  return { columns, isException: exception.isDecided };
}

// Secrets sealed with a lost key can be replaced (null here), but only both at once: what is kept has to be readable.
function storedSecrets(before: ServerRow, changes: ServerChanges): Secrets | null {
  const replacesCredentials = changes.credentials === null || Boolean(changes.credentials?.auth_value);
  try {
    return openSecrets(before);
  } catch (error) {
    if (replacesCredentials && changes.static_headers !== undefined) return null;
    throw error;
  }
}

function listed(change: string[] | null | undefined): string[] | undefined {
  return change === null ? [] : change;
}
