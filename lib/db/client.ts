import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import { processState } from '../process-state';
import { databaseFile, ensureDatabaseFile } from './data-dir';
import { PrismaClient } from './generated/client';
import { serializeTransactions } from './serialize-transactions';

const BUSY_TIMEOUT_MS = 5_000;

class WalSqlite extends PrismaBetterSqlite3 {
  override async connect(): Promise<SqlDriverAdapter> {
    const connection = await super.connect();
    await connection.executeScript('PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON');
    return serializeTransactions(connection);
  }
}

function createClient(): PrismaClient {
  const file = ensureDatabaseFile(databaseFile());
  return new PrismaClient({ adapter: new WalSqlite({ url: `file:${file}`, timeout: BUSY_TIMEOUT_MS }) });
}

/** The process's one Prisma client. */
export function db(): PrismaClient {
  return processState('prisma-client', createClient);
}
