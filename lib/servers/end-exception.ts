import { systemActor } from '../access/actor';
import { appendAudit } from '../audit/append';
import { Prisma } from '../db/generated/client';
import { serverChanges } from './audited-server';
import { exceptionOf, hasEnded, inForce, noException } from './in-force';
import { noResult } from './no-result';
import { type ServerRow, withoutReport } from './row';

/**
 * Writes down that the exception of a row has ended, as part of a transaction, and answers the row as it is then; any
 * other row is left as it is. What was seen without verification says nothing any more.
 */
export async function endException(transaction: Prisma.TransactionClient, row: ServerRow): Promise<ServerRow> {
  const now = new Date();
  if (!hasEnded(row, now)) return row;
  const bundleId = exceptionOf(row)?.resume?.ca_bundle_id;
  // The registry may lag behind the database, and the foreign key would refuse the whole end.
  const bundle = bundleId && (await transaction.caBundle.findUnique({ where: { id: bundleId }, select: { id: true } }));
  const { sslVerify, caBundleId, endedException } = inForce(row, now, () => Boolean(bundle));
  const after = await transaction.mcpServer.update({
    where: { id: row.id },
    data: {
      ...noResult,
      ...noException,
      sslVerify,
      caBundleId,
      sslVerifyResume: Prisma.DbNull,
      endedException: endedException ?? Prisma.DbNull,
      updatedBy: systemActor.name,
    },
    omit: withoutReport,
  });
  await appendAudit(transaction, {
    actor: systemActor,
    action: 'servers.exception_end',
    subject: { type: 'server', id: row.id, name: row.name },
    ...serverChanges(row, after),
  });
  return after;
}
