import { db } from '../db/client';
import { transact } from '../db/transact';
import { endException } from './end-exception';
import { hasEnded } from './in-force';
import { type ServerRow, withoutReport } from './row';

/**
 * The row of a server with its sealed secrets, for verbs that connect; null when there is none. That an exception from
 * verification has ended is written down by then.
 */
export async function loadRow(id: string): Promise<ServerRow | null> {
  const row = await db().mcpServer.findUnique({ where: { id }, omit: withoutReport });
  if (!row || !hasEnded(row, new Date())) return row;
  return transact(async (transaction) => {
    const present = await transaction.mcpServer.findUnique({ where: { id }, omit: withoutReport });
    return present && endException(transaction, present);
  });
}
