import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import type { MigrationFile } from './migration-files';
import { migrationList, NO_FILTER, openSchemaEngine, schemaFiles } from './schema-engine';

/** The SQL that takes a database with these migrations to schema.prisma, or null when they agree. */
export async function migrationChanges(migrations: MigrationFile[]): Promise<string | null> {
  const schema = readFileSync(path.join(process.cwd(), 'prisma', 'schema.prisma'), 'utf8');
  const connection = await new PrismaBetterSqlite3({ url: ':memory:' }).connect();
  const engine = await openSchemaEngine(connection, schema);
  try {
    await engine.applyMigrations({ migrationsList: migrationList('migrations', migrations), filters: NO_FILTER });
    const { exitCode, stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', ...schemaFiles(schema), configDir: '.' },
      to: { tag: 'schemaDatamodel', ...schemaFiles(schema) },
      script: true,
      exitCode: true,
      filters: NO_FILTER,
    });
    return exitCode === 0 ? null : quoteJsonDefaults(stdout ?? '');
  } finally {
    engine.free();
    await connection.dispose();
  }
}

/** Prisma writes the default of a JSON column without quotes, which SQLite does not parse. */
function quoteJsonDefaults(sql: string): string {
  return sql.replace(/( JSONB .*DEFAULT )([[{].*[\]}])(,?)$/gm, (_match, before, json: string, comma) => {
    return `${before}'${json.replaceAll("'", "''")}'${comma}`;
  });
}
