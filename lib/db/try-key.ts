import type { Prisma } from './generated/client';
import { checkKey } from './key-check';
import { isOpenedBy } from './seal';
import { sealedColumns } from './sealed-columns';
import { sealedPages } from './sealed-values';

const MAX_NAMED = 10;

/** What a key does with all that is sealed. */
export interface KeyTrial {
  opensAll: boolean;
  keyCheck: 'open' | 'closed' | 'absent';
  /** Those whose secrets stay closed, as words: `the servers "payments" and "search"`. Null for nobody. */
  closed: string | null;
}

/** Tries a key on every sealed value; null stands for no key. Rows that are restored at start do not count. */
export async function tryKey(client: Prisma.TransactionClient, key: Buffer | null): Promise<KeyTrial> {
  const keyCheck = await checkKey(client, key);
  const closed = new Map<string, { noun: string; name: string }>();
  for (const column of sealedColumns) {
    const { field, noun } = column;
    for await (const page of sealedPages(client, column)) {
      for (const { rowId, name, sealed, isRestored } of page) {
        if (isRestored || (key !== null && isOpenedBy(sealed, { rowId, field }, key))) continue;
        closed.set(JSON.stringify([noun, rowId]), { noun, name });
      }
    }
  }
  const opensAll = keyCheck !== 'closed' && closed.size === 0;
  return { opensAll, keyCheck, closed: closed.size === 0 ? null : inWords([...closed.values()]) };
}

function inWords(rows: { noun: string; name: string }[]): string {
  const named = rows.slice(0, MAX_NAMED).map(({ noun, name }) => `the ${noun} "${name}"`);
  const more = rows.length - named.length;
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
}
