import type { Prisma } from '../db/generated/client';
import { noResult } from '../servers/no-result';

/** Sets the servers of a bundle back to "not checked"; that is no edit of theirs. */
export async function forgetResults(transaction: Prisma.TransactionClient, bundleId: string): Promise<void> {
  const servers = await transaction.mcpServer.findMany({
    where: { caBundleId: bundleId, lastHealthCheck: { not: null } },
    select: { id: true, updatedAt: true },
  });
  for (const { id, updatedAt } of servers) {
    await transaction.mcpServer.update({ where: { id }, data: { ...noResult, updatedAt }, select: { id: true } });
  }
}
