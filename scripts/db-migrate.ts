import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { migrationsDir, readMigrations } from '../lib/db/migration-files';
import { migrationChanges } from '../lib/db/next-migration';

/** `npm run db:migrate -- NAME` writes the next migration: what schema.prisma has and the migrations lack. */
async function main(title: string | undefined): Promise<void> {
  const name = title
    ?.toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  if (!name) throw new Error('Name the migration: npm run db:migrate -- add_owner_to_mcp_servers');
  const sql = await migrationChanges(readMigrations());
  if (sql === null) {
    console.log('schema.prisma and the migrations agree: there is nothing to write.');
    return;
  }
  const timestamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const file = path.join(migrationsDir(), `${timestamp}_${name}`, 'migration.sql');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, sql);
  console.log(`Wrote ${path.relative(process.cwd(), file)}: read it, then commit it. It is applied at the next start.`);
}

main(process.argv.slice(2).join(' ')).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
