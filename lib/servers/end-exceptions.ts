import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { db } from '../db/client';
import { Prisma } from '../db/generated/client';
import { transact } from '../db/transact';
import { log } from '../log';
import { endException } from './end-exception';
import { endedOf } from './in-force';
import { withoutReport } from './row';

export interface EndedExceptions {
  /** Servers whose exception has ended, now or earlier, which no check has reported yet. */
  unreported: { server_id: string; until: string }[];
  /** When the next exception ends; null when none has an end. */
  next: Date | null;
}

/** Writes down every exception from verification that has ended: its server verifies again, as it did before. */
export const endExceptions = verb(
  { name: 'servers.exception_end', role: 'admin', writes: true },
  async (_: { actor: Actor }): Promise<EndedExceptions> => {
    const now = new Date();
    const due = await db().mcpServer.findMany({
      where: { sslVerify: 'false', sslVerifyUntil: { lte: now } },
      select: { id: true },
      orderBy: { sslVerifyUntil: 'asc' },
    });
    // One transaction a server: one that cannot be written must not keep the others back.
    for (const { id } of due) {
      await endOne(id).catch((error: unknown) =>
        log.error('the end of an exception could not be stored', { id, error }),
      );
    }
    const [ended, next] = await Promise.all([
      db().mcpServer.findMany({
        // The status first: it goes with the end and spares reading the large rows.
        where: { status: 'unknown', endedException: { not: Prisma.DbNull } },
        select: { id: true, endedException: true },
      }),
      db().mcpServer.findFirst({
        where: { sslVerify: 'false', sslVerifyUntil: { gt: now } },
        select: { sslVerifyUntil: true },
        orderBy: { sslVerifyUntil: 'asc' },
      }),
    ]);
    const unreported = ended.flatMap((row) => {
      const until = endedOf(row)?.until;
      return until ? [{ server_id: row.id, until }] : [];
    });
    return { unreported, next: next?.sslVerifyUntil ?? null };
  },
);

function endOne(id: string): Promise<void> {
  return transact(async (transaction) => {
    const row = await transaction.mcpServer.findUnique({ where: { id }, omit: withoutReport });
    if (row) await endException(transaction, row);
  });
}
