import { Prisma } from '../db/generated/client';
import { transact } from '../db/transact';
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
 * Stores a check as the server's last result, with what each kind of client would say; that an exception has ended is
 * reported with it. False when the server was deleted, or is reached another way by now. One statement compares and writes, so an edit between the two cannot be lost.
 */
export async function recordCheck({ row, report, era }: Options): Promise<boolean> {
  const { status, code, message } = statusOf(report);
  const { id, url, transport, authType, credentials, staticHeaders, sslVerify, caBundleId, includePublicRoots } = row;
  const { endedException } = row;
  const usedSha256 = caBundleId === null ? undefined : report.trust.bundle?.sha256;
  return transact(async (transaction) => {
    const { count } = await transaction.mcpServer.updateMany({
      where: {
        ...{ id, url, transport, authType, credentials, staticHeaders, sslVerify, caBundleId, includePublicRoots },
        // A bundle that was replaced meanwhile makes it a result of something else.
        ...(usedSha256 ? { caBundle: { is: { sha256: usedSha256 } } } : {}),
        // What was seen without verification says nothing once the exception has ended.
        ...(sslVerify === 'false' ? { OR: [{ sslVerifyUntil: null }, { sslVerifyUntil: { gt: new Date() } }] } : {}),
        // An exception that has ended since is for the next check to report.
        endedException: { equals: endedException ?? Prisma.DbNull },
      },
      data: {
        ...statusColumns(status),
        lastHealthCheck: new Date(report.checked_at),
        healthCheckCode: code,
        healthCheckError: message,
        certificateExpiresAt: certificateEnd(report),
        lastReport: report as unknown as Prisma.InputJsonObject,
        mcpEra: era ?? row.mcpEra,
        endedException: Prisma.DbNull,
        // A check is not an edit.
        updatedAt: row.updatedAt,
      },
    });
    if (count === 0) return false;
    await transaction.clientVerdict.deleteMany({ where: { serverId: id } });
    const verdicts = report.clients.map(({ client, verdict, reason }) => ({ serverId: id, client, verdict, reason }));
    if (verdicts.length > 0) await transaction.clientVerdict.createMany({ data: verdicts });
    return true;
  });
}
