import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { expect, test } from 'vitest';
import { readMigrations } from './migration-files';
import { migrationChanges } from './next-migration';

test('schema.prisma and the migrations agree', async () => {
  expect(await migrationChanges(readMigrations())).toBeNull();
});

test('a schema ahead of the migrations is noticed, with JSON defaults that SQLite accepts', async () => {
  const sql = await migrationChanges([]);
  expect(sql).toContain('CREATE TABLE "mcp_servers"');
  const connection = await new PrismaBetterSqlite3({ url: ':memory:' }).connect();
  await connection.executeScript(sql ?? '');
  await connection.executeScript(
    "INSERT INTO mcp_servers (server_id, server_name, url, transport, updated_at) VALUES ('a', 'a', 'https://a', 'http', 0)",
  );
  const { rows } = await connection.queryRaw({
    sql: 'SELECT extra_headers, mcp_info FROM mcp_servers',
    args: [],
    argTypes: [],
  });
  expect(rows).toEqual([['[]', '{}']]);
  await connection.dispose();
});

test('no migration controls transactions: all of them run in one', () => {
  for (const { name, sql } of readMigrations()) {
    // The body of a trigger has a BEGIN of its own.
    const statements = sql.replaceAll(/^CREATE TRIGGER .*?END;$/gms, '');
    expect(statements, name).not.toMatch(/^\s*(BEGIN|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE|VACUUM|ATTACH)\b/im);
  }
});
