import type { Prisma } from '../db/generated/client';
import { newException } from './exception-columns';
import type { NewServer } from './schema';
import { type Secrets, sealSecrets } from './stored-secrets';
import { noTrust, trustColumns } from './trust-columns';

/** The columns of a new row, but for its id and who made it. `by` answers for an exception from verification. */
export function newColumns(id: string, server: NewServer, secrets: Secrets & { url: string }, by: string) {
  const trust = trustColumns(server, noTrust);
  return {
    name: server.server_name,
    alias: server.alias ?? null,
    description: server.description ?? null,
    url: secrets.url,
    transport: server.transport,
    authType: server.auth_type,
    ...sealSecrets(id, secrets),
    extraHeaders: server.extra_headers ?? [],
    allowedTools: server.allowed_tools ?? [],
    mcpAccessGroups: server.mcp_access_groups ?? [],
    mcpInfo: (server.mcp_info ?? {}) as Prisma.InputJsonObject,
    timeoutMs: server.timeout_ms,
    ...trust,
    ...newException(trust.sslVerify, server, by),
    includePublicRoots: server.include_public_roots,
  };
}
