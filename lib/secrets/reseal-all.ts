import type { Prisma } from '../db/generated/client';
import { writeKeyCheck } from '../db/key-check';
import { isOpenedBy, reseal } from '../db/seal';
import { sealedColumns } from '../db/sealed-columns';
import { sealedPages, storeSealed } from '../db/sealed-values';

interface Keys {
  /** null: there is none, so nothing opens. */
  from: Buffer | null;
  to: Buffer;
}

export interface Resealed {
  /** Secrets that are sealed with the new key now. */
  sealed: number;
  /** What the present key did not open and is gone: "server payments: credentials". */
  discarded: string[];
}

/** Seals all that one key opens with another, as part of a transaction. What does not open stays, or goes when it may be discarded. */
export async function resealAll(
  transaction: Prisma.TransactionClient,
  { from, to }: Keys,
  mayDiscard: boolean,
): Promise<Resealed> {
  const resealed: Resealed = { sealed: 0, discarded: [] };
  for (const column of sealedColumns) {
    const { field, noun } = column;
    for await (const page of sealedPages(transaction, column)) {
      const values: { rowId: string; sealed: string | null }[] = [];
      for (const { rowId, name, sealed, isRestored } of page) {
        if (from !== null && isOpenedBy(sealed, { rowId, field }, from)) {
          values.push({ rowId, sealed: reseal(sealed, { rowId, field }, from, to) });
          resealed.sealed += 1;
        } else if (mayDiscard && !isRestored) {
          values.push({ rowId, sealed: null });
          resealed.discarded.push(`${noun} ${name}: ${field}`);
        }
      }
      await storeSealed(transaction, column, values);
    }
  }
  await writeKeyCheck(transaction, to);
  return resealed;
}
