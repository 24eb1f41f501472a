import type { Prisma } from './generated/client';
import type { SealedColumn } from './sealed-columns';

const PAGE_ROWS = 500;

export interface SealedValue {
  rowId: string;
  /** What people call the row. */
  name: string;
  sealed: string;
  isRestored: boolean;
}

/** The values of a sealed column, by id, in pages of a bounded size. */
export async function* sealedPages(
  client: Prisma.TransactionClient,
  { table, column, id, name, isRestored }: SealedColumn,
): AsyncGenerator<SealedValue[]> {
  const sql = `SELECT "${id}" AS "rowId", "${name}" AS "name", "${column}" AS "sealed", "${isRestored}" AS "isRestored"
    FROM "${table}" WHERE "${column}" IS NOT NULL AND "${id}" > ? ORDER BY "${id}" LIMIT ${PAGE_ROWS}`;
  let last: SealedValue | undefined;
  do {
    const page = await client.$queryRawUnsafe<SealedValue[]>(sql, last?.rowId ?? '');
    if (page.length > 0) yield page;
    last = page.at(-1);
  } while (last);
}

/** Stores other values in a sealed column, in one statement; when a row was updated is left as it is. */
export async function storeSealed(
  client: Prisma.TransactionClient,
  { table, column, id }: SealedColumn,
  values: { rowId: string; sealed: string | null }[],
): Promise<void> {
  const pairs = JSON.stringify(values.map(({ rowId, sealed }) => [rowId, sealed]));
  const sql = `UPDATE "${table}" SET "${column}" = json_extract("pair"."value", '$[1]') FROM json_each(?) AS "pair"
    WHERE "${table}"."${id}" = json_extract("pair"."value", '$[0]')`;
  await client.$executeRawUnsafe(sql, pairs);
}
