import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { bindMigrationAwareSqlAdapterFactory, type SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemaEngine, SchemaFilter, SchemasContainer } from '@prisma/schema-engine-wasm';
import { processState } from '../process-state';
import { MIGRATION_LOCK, type MigrationFile } from './migration-files';

type EngineModule = typeof import('@prisma/schema-engine-wasm/schema_engine_bg');

export const NO_FILTER: SchemaFilter = { externalTables: [], externalEnums: [] };

async function loadEngine(): Promise<EngineModule> {
  const engine = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const file = path.join(
    /* turbopackIgnore: true */ process.cwd(),
    'node_modules/@prisma/schema-engine-wasm/schema_engine_bg.wasm',
  );
  const bytes = await readFile(/* turbopackIgnore: true */ file);
  const imports = { './schema_engine_bg.js': engine } as unknown as WebAssembly.Imports;
  const { instance } = await WebAssembly.instantiate(bytes, imports);
  engine.__wbg_set_wasm(instance.exports);
  (instance.exports as { __wbindgen_start(): void }).__wbindgen_start();
  return engine;
}

/** Prisma's schema engine over a connection that the caller opened and closes. */
export async function openSchemaEngine(connection: SqlDriverAdapter, schema?: string): Promise<SchemaEngine> {
  const engine = await processState('schema-engine', loadEngine);
  const factory = bindMigrationAwareSqlAdapterFactory({
    provider: connection.provider,
    adapterName: connection.adapterName,
    connect: async () => connection,
    connectToShadowDb: async () => {
      throw new Error('no shadow database');
    },
  });
  const datamodels: [string, string][] | undefined = schema === undefined ? undefined : [['schema.prisma', schema]];
  return engine.SchemaEngine.new({ datamodels }, () => undefined, factory);
}

export function migrationList(dir: string, migrations: MigrationFile[]): MigrationList {
  return {
    baseDir: dir,
    lockfile: { path: MIGRATION_LOCK, content: 'provider = "sqlite"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  };
}

export function schemaFiles(schema: string): SchemasContainer {
  return { files: [{ path: 'schema.prisma', content: schema }] };
}
