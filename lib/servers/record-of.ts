import { AppError } from '../errors';
import { managedBundlePath } from '../trust/bundle-registry';
import { parseSslVerify } from '../trust/ssl-verify';
import type { ServerRecord, ServerStatus } from './dto';
import { inForce } from './in-force';
import type { ServerRow } from './row';
import { type AuthType, SECRET_SET, type Transport } from './schema';
import { isSecretHeader } from './secret-header';
import { openSecrets } from './stored-secrets';
import { redactUrl } from './url';

/** A row as every answer shows it: as it counts now, with nothing secret in it. */
export function recordOf(row: ServerRow): ServerRecord {
  return storedRecord(inForce(row));
}

/** The same, also of an exception that has ended. For telling what its end has changed. */
export function storedRecord(row: ServerRow): ServerRecord {
  return {
    server_id: row.id,
    server_name: row.name,
    alias: row.alias,
    description: row.description,
    url: redactUrl(row.url, SECRET_SET),
    transport: row.transport as Transport,
    auth_type: row.authType as AuthType,
    credentials: row.credentials === null ? null : { is_set: true },
    static_headers: shownHeaders(row),
    extra_headers: texts(row.extraHeaders),
    allowed_tools: texts(row.allowedTools),
    mcp_info: (row.mcpInfo ?? {}) as Record<string, unknown>,
    mcp_access_groups: texts(row.mcpAccessGroups),
    ssl_verify: row.caBundleId === null ? wireSslVerify(row.sslVerify) : managedBundlePath(row.caBundleId),
    ssl_verify_reason: row.sslVerifyReason,
    ssl_verify_until: row.sslVerifyUntil?.toISOString() ?? null,
    ssl_verify_by: row.sslVerifyBy,
    ca_bundle_id: row.caBundleId,
    include_public_roots: row.includePublicRoots,
    timeout_ms: row.timeoutMs,
    status: wireStatus(row.status),
    last_health_check: row.lastHealthCheck?.toISOString() ?? null,
    health_check_error: row.healthCheckError,
    health_check_code: row.healthCheckCode,
    certificate_expires_at: row.certificateExpiresAt?.toISOString() ?? null,
    is_config: row.isConfig,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    created_by: row.createdBy,
    updated_by: row.updatedBy,
  };
}

/** The column form as answers carry it: a boolean, a path or null. */
export function wireSslVerify(column: string | null): boolean | string | null {
  const value = parseSslVerify(column);
  return typeof value === 'object' && value !== null ? value.path : value;
}

/** A server that works with a warning is healthy to clients that know two states only. */
function wireStatus(status: string): ServerRecord['status'] {
  const known: Record<ServerStatus, ServerRecord['status']> = {
    healthy: 'healthy',
    degraded: 'healthy',
    failing: 'unhealthy',
    unknown: 'unknown',
  };
  return known[status as ServerStatus] ?? 'unknown';
}

function shownHeaders(row: ServerRow): Record<string, string> {
  if (row.staticHeaders === null) return {};
  const headers = readableHeaders(row);
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      value !== '' && isSecretHeader(name, value) ? SECRET_SET : value,
    ]),
  );
}

// A lost key must not take the whole list with it; connecting and saving say what is wrong.
function readableHeaders(row: ServerRow): Record<string, string> {
  try {
    return openSecrets({ ...row, credentials: null }).headers;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return {};
  }
}

export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
