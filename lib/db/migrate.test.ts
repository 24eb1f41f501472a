import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { beforeEach, expect, inject, test } from 'vitest';
import { migrateDatabase } from './migrate';
import { migrationsDir, readMigrations } from './migration-files';

const FIRST = '20261122140000_create_mcp_servers';
let folder: string;
let file: string;
let dir: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(inject('testRoot'), 'migrate-'));
  file = path.join(folder, 'vouch.db');
  dir = path.join(folder, 'migrations');
});

/** A migrations folder with the first `count` migrations of the product. */
function copyMigrations(count = Number.POSITIVE_INFINITY): void {
  for (const { name } of readMigrations().slice(0, count)) {
    cpSync(path.join(migrationsDir(), name), path.join(dir, name), { recursive: true });
  }
}

function addMigration(name: string, sql: string): void {
  mkdirSync(path.join(dir, name), { recursive: true });
  writeFileSync(path.join(dir, name, 'migration.sql'), sql);
}

function query<T = Record<string, unknown>>(sql: string): T[] {
  const database = new Database(file);
  try {
    return database.prepare<[], T>(sql).all();
  } finally {
    database.close();
  }
}

function insertServers(names: string[]): void {
  const database = new Database(file);
  const insert = database.prepare(
    'INSERT INTO mcp_servers (server_id, server_name, url, transport, updated_at) VALUES (?, ?, ?, ?, ?)',
  );
  for (const name of names) insert.run(name, name, 'https://mcp.example/mcp', 'http', '2026-01-01T00:00:00.000+00:00');
  database.close();
}

function dump(): unknown {
  const tables = query<{ name: string; sql: string }>('SELECT name, sql FROM sqlite_master ORDER BY name');
  return tables.map(({ name, sql }) => [
    name,
    sql,
    sql?.startsWith('CREATE TABLE') ? query(`SELECT * FROM "${name}"`) : null,
  ]);
}

test('every row of a database at the first migration is there afterwards and uses Default', async () => {
  copyMigrations(1);
  expect(await migrateDatabase({ file, dir })).toEqual([FIRST]);
  const names = Array.from({ length: 500 }, (_, index) => `server_${index}`);
  insertServers(names);
  const before = query('SELECT * FROM mcp_servers ORDER BY server_id');

  expect(await migrateDatabase({ file })).toContain('20261122141000_add_ssl_verify_to_mcp_servers');

  const after = query('SELECT * FROM mcp_servers ORDER BY server_id');
  const tlsColumns = { ssl_verify: null, ssl_verify_reason: null, ca_bundle_id: null, include_public_roots: 0 };
  const exceptionColumns = {
    ssl_verify_until: null,
    ssl_verify_by: null,
    ssl_verify_resume: null,
    ended_exception: null,
  };
  expect(after).toEqual(
    before.map((row) => ({ ...row, ...tlsColumns, ...exceptionColumns, certificate_expires_at: null })),
  );
  expect(after).toHaveLength(500);
});

test('the first migration has no TLS columns', async () => {
  copyMigrations(1);
  await migrateDatabase({ file, dir });
  const columns = query<{ name: string }>("SELECT name FROM pragma_table_info('mcp_servers')").map(({ name }) => name);
  expect(columns).toContain('server_name');
  expect(columns.filter((name) => /ssl|bundle|roots/.test(name))).toEqual([]);
});

test('a database that is up to date is left alone, byte for byte', async () => {
  await migrateDatabase({ file });
  const before = readFileSync(file);
  expect(await migrateDatabase({ file })).toEqual([]);
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('a failing migration names itself and the SQL error, and the database stays as it was, byte for byte', async () => {
  copyMigrations(1);
  await migrateDatabase({ file, dir });
  insertServers(['payments', 'search']);
  const bytes = readFileSync(file);
  const rows = dump();

  copyMigrations();
  addMigration('20990101000000_breaks', 'DELETE FROM mcp_servers;\nALTER TABLE no_such_table ADD COLUMN a TEXT;');
  await expect(migrateDatabase({ file, dir })).rejects.toThrow(
    /Migration 20990101000000_breaks failed: no such table: no_such_table/,
  );

  expect(dump()).toEqual(rows);
  expect(readFileSync(file).equals(bytes)).toBe(true);
});

test('a repaired build starts on the database that a failing migration was tried on', async () => {
  copyMigrations();
  addMigration('20990101000000_breaks', 'CREATE TABLE half (a TEXT);\nnot sql;');
  await expect(migrateDatabase({ file, dir })).rejects.toThrow('20990101000000_breaks');
  addMigration('20990101000000_breaks', 'CREATE TABLE half (a TEXT);');
  expect(await migrateDatabase({ file, dir })).toContain('20990101000000_breaks');
});

test('a migration that rebuilds a table keeps the rows of the tables that refer to it', async () => {
  addMigration(
    '1_parents',
    `CREATE TABLE parent (id TEXT PRIMARY KEY);
     CREATE TABLE child (id TEXT PRIMARY KEY, parent_id TEXT NOT NULL REFERENCES parent (id) ON DELETE CASCADE);
     INSERT INTO parent VALUES ('p'); INSERT INTO child VALUES ('c', 'p');`,
  );
  await migrateDatabase({ file, dir });
  addMigration(
    '2_rebuild',
    `PRAGMA foreign_keys=OFF;
     CREATE TABLE new_parent (id TEXT PRIMARY KEY, note TEXT);
     INSERT INTO new_parent (id) SELECT id FROM parent;
     DROP TABLE parent;
     ALTER TABLE new_parent RENAME TO parent;
     PRAGMA foreign_keys=ON;`,
  );
  await migrateDatabase({ file, dir });
  expect(query('SELECT * FROM child')).toEqual([{ id: 'c', parent_id: 'p' }]);
});

test('a migration that leaves dangling references is refused', async () => {
  addMigration(
    '1_parents',
    `CREATE TABLE parent (id TEXT PRIMARY KEY);
     CREATE TABLE child (id TEXT PRIMARY KEY, parent_id TEXT NOT NULL REFERENCES parent (id));
     INSERT INTO parent VALUES ('p'); INSERT INTO child VALUES ('c', 'p');`,
  );
  await migrateDatabase({ file, dir });
  addMigration('2_orphans', 'DELETE FROM parent;');
  await expect(migrateDatabase({ file, dir })).rejects.toThrow('child that refer to missing rows in parent');
  expect(query('SELECT * FROM parent')).toEqual([{ id: 'p' }]);
});

test('refuses a database that is newer than the code', async () => {
  copyMigrations();
  addMigration('20990101000000_future', 'CREATE TABLE future (a TEXT);');
  await migrateDatabase({ file, dir });
  await expect(migrateDatabase({ file })).rejects.toThrow(
    /newer than this version of Vouch: it has the migration 20990101000000_future/,
  );
});

test('refuses an applied migration whose file was edited', async () => {
  copyMigrations();
  await migrateDatabase({ file, dir });
  addMigration(FIRST, `${readMigrations()[0]?.sql}-- edited\n`);
  await expect(migrateDatabase({ file, dir })).rejects.toThrow(`Migration ${FIRST} was edited`);
});

test('a checkout that changed the line ends of a migration is not an edit', async () => {
  copyMigrations();
  await migrateDatabase({ file, dir });
  addMigration(FIRST, readMigrations()[0]?.sql.replaceAll('\n', '\r\n') ?? '');
  expect(await migrateDatabase({ file, dir })).toEqual([]);
});

test('refuses a database that another tool left in the middle of a migration', async () => {
  await migrateDatabase({ file });
  query("UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name LIKE '%create%' RETURNING id");
  await expect(migrateDatabase({ file })).rejects.toThrow(`Migration ${FIRST} was started`);
});

test('refuses a database that belongs to something else', async () => {
  const other = new Database(file);
  other.exec('CREATE TABLE notes (text TEXT)');
  other.close();
  await expect(migrateDatabase({ file })).rejects.toThrow('The database schema is not empty');
  expect(query('SELECT name FROM sqlite_master')).toEqual([{ name: 'notes' }]);
});

test('names a file that is no database', async () => {
  writeFileSync(file, 'not a database '.repeat(50));
  await expect(migrateDatabase({ file })).rejects.toThrow(`${file} cannot be used: file is not a database`);
});

test('says so when another process keeps the database locked', async () => {
  const holder = new Database(file);
  holder.exec('BEGIN EXCLUSIVE');
  await expect(migrateDatabase({ file, lockWaitMs: 200 })).rejects.toThrow('locked by another process');
  holder.close();
});

test('an older process that has the database open goes on reading and writing', async () => {
  copyMigrations(1);
  await migrateDatabase({ file, dir });
  const older = new Database(file);
  older.pragma('journal_mode = WAL');
  const count = older.prepare<[], { n: number }>('SELECT count(*) AS n FROM mcp_servers');
  expect(count.get()).toEqual({ n: 0 });
  await migrateDatabase({ file });
  insertServers(['payments']);
  expect(count.get()).toEqual({ n: 1 });
  older.prepare("UPDATE mcp_servers SET url = 'https://a.example'").run();
  older.close();
  expect(query('SELECT url, ssl_verify FROM mcp_servers')).toEqual([{ url: 'https://a.example', ssl_verify: null }]);
});

test('two processes that start together both come up, and each migration is applied once', async () => {
  const script = fileURLToPath(new URL('./migrate-process.fixture.ts', import.meta.url));
  const starts = Array.from({ length: 2 }, () =>
    finished(
      spawn(process.execPath, ['--import', 'tsx', script], {
        env: { ...process.env, VOUCH_DATA_DIR: folder, DATABASE_URL: `file:${file}` },
      }),
    ),
  );
  const results = await Promise.all(starts);
  expect(results.map(({ code, stderr }) => [code, stderr])).toEqual([
    [0, ''],
    [0, ''],
  ]);
  const names = readMigrations().map(({ name }) => name);
  expect(results.flatMap(({ stdout }) => JSON.parse(stdout) as string[]).sort()).toEqual(names);
  expect(query('SELECT migration_name FROM _prisma_migrations ORDER BY migration_name')).toEqual(
    names.map((migration_name) => ({ migration_name })),
  );
});

test('the database is for its owner only', async () => {
  await migrateDatabase({ file });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

async function finished(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}
