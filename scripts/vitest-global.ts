import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrateDatabase } from '../lib/db/migrate';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Holds every test file's data folder; removed after the run. */
    testRoot: string;
    /** A database at the newest migration, to copy. */
    databaseTemplate: string;
  }
}

export async function setup({ provide }: TestProject): Promise<() => void> {
  const testRoot = mkdtempSync(path.join(tmpdir(), 'vouch-test-'));
  const databaseTemplate = path.join(testRoot, 'template.db');
  await migrateDatabase({ file: databaseTemplate });
  provide('testRoot', testRoot);
  provide('databaseTemplate', databaseTemplate);
  return () => rmSync(testRoot, { recursive: true, force: true });
}
