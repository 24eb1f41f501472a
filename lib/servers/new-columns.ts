import type { Prisma } from '../db/generated/client';
import type { NewServer } from './schema';
import { type Secrets, sealSecrets } from './stored-secrets';

/** The columns of a new row, but for its id and who made it. */
export function newColumns(id: string, server: NewServer, secrets: Secrets & { url: string }) {
  const sslVerify = server.ssl_verify ?? null;
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
    sslVerify,
    // A reason explains why verification is off; without that it would mislead.
    sslVerifyReason: sslVerify === 'false' ? (server.ssl_verify_reason ?? null) : null,
    caBundleId: server.ca_bundle_id || null,
    includePublicRoots: server.include_public_roots,
  };
}
