import { db } from '../db/client';
import type { Prisma } from '../db/generated/client';
import type { Report } from '../diagnosis/report';
import type { ServerRow } from '../servers/row';
import { statusColumns } from '../servers/status';
import { certificateEnd } from './certificate-end';
import { statusOf } from './status-of';

interface Options {
  /** The row as it was when the check began. */
  row: ServerRow;
  report: Report;
  era: '2026-07-28' | 'legacy' | null;
}

/**
 * Stores a check as the server's last result; false when the server was deleted, or is reached another way by now.
 * One statement compares and writes, so an edit between the two cannot be lost.
 */
export async function recordCheck({ row, report, era }: Options): Promise<boolean> {
  const { status, code, message } = statusOf(report);
  const { id, url, transport, authType, credentials, staticHeaders, sslVerify, caBundleId, includePublicRoots } = row;
  const { count } = await db().mcpServer.updateMany({
    where: { id, url, transport, authType, credentials, staticHeaders, sslVerify, caBundleId, includePublicRoots },
    data: {
      ...statusColumns(status),
      lastHealthCheck: new Date(report.checked_at),
      healthCheckCode: code,
      healthCheckError: message,
      certificateExpiresAt: certificateEnd(report),
      lastReport: report as unknown as Prisma.InputJsonObject,
      mcpEra: era ?? row.mcpEra,
      // A check is not an edit.
      updatedAt: row.updatedAt,
    },
  });
  return count > 0;
}
