import { setTimeout as sleep } from 'node:timers/promises';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { DriverAdapterError, type SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import { databaseFile, ensureDatabaseFile } from './data-dir';
import { type MigrationFile, matchesChecksum, migrationsDir, readMigrations } from './migration-files';
import { migrationList, NO_FILTER, openSchemaEngine } from './schema-engine';

const LOCK_WAIT_MS = 300_000;

/** A start that must not go on; the message is for the operator. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/**
 * Brings the database to the migrations on disk and answers the names it applied. All of them run in
 * one transaction that is also the lock between processes: a failure leaves nothing behind.
 */
export async function migrateDatabase(
  options: { file?: string; dir?: string; lockWaitMs?: number } = {},
): Promise<string[]> {
  const file = ensureDatabaseFile(options.file ?? databaseFile());
  const dir = options.dir ?? migrationsDir();
  const migrations = readMigrations(dir);
  const connection = await new PrismaBetterSqlite3({ url: `file:${file}`, timeout: 100 }).connect();
  try {
    const lockedUntil = Date.now() + (options.lockWaitMs ?? LOCK_WAIT_MS);
    if ((await whenFree(lockedUntil, () => findPending(connection, migrations))).length === 0) return [];

    // SQLite's recipe for schema changes: keys off (only outside a transaction), checked before the commit.
    await connection.executeScript('PRAGMA foreign_keys=OFF');
    await whenFree(lockedUntil, () => connection.executeScript('BEGIN IMMEDIATE'));
    try {
      const pending = await findPending(connection, migrations);
      if (pending.length > 0) await applyAll(connection, dir, migrations);
      await connection.executeScript('COMMIT');
      return pending;
    } catch (error) {
      // SQLite rolls back by itself on some errors (a full disk), and then refuses a second ROLLBACK.
      await connection.executeScript('ROLLBACK').catch(() => undefined);
      throw error;
    }
  } catch (error) {
    if (!(error instanceof DriverAdapterError)) throw error;
    throw new MigrationError(`The database ${file} cannot be used: ${sqlError(error)}`, { cause: error });
  } finally {
    await connection.dispose();
  }
}

async function findPending(connection: SqlDriverAdapter, migrations: MigrationFile[]): Promise<string[]> {
  if ((await rows(connection, "SELECT name FROM sqlite_master WHERE name = '_prisma_migrations'")).length === 0) {
    return migrations.map(({ name }) => name);
  }
  const applied = new Map<string, string>();
  const history = 'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL';
  for (const [name, checksum, finishedAt] of await rows(connection, history)) {
    if (finishedAt === null) {
      throw new MigrationError(
        `Migration ${name} was started on this database by another tool and never finished: restore a backup, or settle it with "prisma migrate resolve"`,
      );
    }
    applied.set(String(name), String(checksum));
  }
  const known = new Map(migrations.map(({ name, sql }) => [name, sql]));
  for (const [name, checksum] of applied) {
    const sql = known.get(name);
    if (sql === undefined) {
      throw new MigrationError(
        `The database is newer than this version of Vouch: it has the migration ${name}, which this version does not know. Start the newer version, or restore a backup from before it`,
      );
    }
    if (!matchesChecksum(sql, checksum)) {
      throw new MigrationError(
        `Migration ${name} was edited after this database applied it: put its migration.sql back as it was, and make changes in a new migration`,
      );
    }
  }
  return [...known.keys()].filter((name) => !applied.has(name));
}

async function applyAll(connection: SqlDriverAdapter, dir: string, migrations: MigrationFile[]): Promise<void> {
  let failure: string | undefined;
  const executeScript = connection.executeScript.bind(connection);
  // The engine renames some SQL errors and then drops the migration's name: both are known here.
  connection.executeScript = async (script) => {
    try {
      await executeScript(script);
    } catch (error) {
      const name = migrations.find(({ sql }) => sql === script)?.name;
      failure = `Migration ${name} failed: ${sqlError(error)}. The database was left as it was`;
      throw error;
    }
  };
  const engine = await openSchemaEngine(connection);
  try {
    await engine.applyMigrations({ migrationsList: migrationList(dir, migrations), filters: NO_FILTER });
  } catch (error) {
    const [reason] = sqlError(error).split(/\n\s+0: /);
    throw new MigrationError(failure ?? `The database cannot be migrated: ${reason?.trim()}`, { cause: error });
  } finally {
    engine.free();
    connection.executeScript = executeScript;
  }
  const [dangling] = await rows(connection, 'PRAGMA foreign_key_check');
  if (dangling) {
    throw new MigrationError(
      `The migrations leave rows in ${dangling[0]} that refer to missing rows in ${dangling[2]}. The database was left as it was`,
    );
  }
}

function sqlError(error: unknown): string {
  if (error instanceof DriverAdapterError) return error.cause.originalMessage ?? error.message;
  return error instanceof Error ? error.message : String(error);
}

async function rows(connection: SqlDriverAdapter, sql: string): Promise<unknown[][]> {
  return (await connection.queryRaw({ sql, args: [], argTypes: [] })).rows;
}

/** Waits asynchronously: SQLite's own busy handler would stop the whole process. */
async function whenFree<T>(until: number, run: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof DriverAdapterError) || error.cause.kind !== 'SocketTimeout') throw error;
      if (Date.now() > until) {
        throw new MigrationError(
          'The database is locked by another process, which may be migrating it: try again later',
        );
      }
      await sleep(50);
    }
  }
}
