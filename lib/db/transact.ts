import { AsyncLocalStorage } from 'node:async_hooks';
import { processState } from '../process-state';
import { db } from './client';
import type { Prisma } from './generated/client';

const WAIT_MS = 10_000;
const TIMEOUT_MS = 60_000;

const ambient = processState('db.transaction', () => new AsyncLocalStorage<Prisma.TransactionClient>());

/**
 * Runs in one transaction: all of it counts, or nothing. Inside another one it becomes a part of that. While it is open
 * every other query of the process waits, so nothing slow belongs in it.
 */
export function transact<T>(run: (transaction: Prisma.TransactionClient) => Promise<T>): Promise<T> {
  const outer = ambient.getStore();
  if (outer) return run(outer);
  return db().$transaction((transaction) => ambient.run(transaction, () => run(transaction)), {
    maxWait: WAIT_MS,
    timeout: TIMEOUT_MS,
  });
}

/** The transaction that is open here, or the client. For a library that brings its own queries. */
export function currentClient(): Prisma.TransactionClient {
  return ambient.getStore() ?? db();
}
