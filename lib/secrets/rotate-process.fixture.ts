import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import Database from 'better-sqlite3';
import { systemActor } from '../access/actor';
import { rotateSecretKey } from './rotate';

/**
 * Rotates the key, and dies by SIGKILL before the step whose number is given: each change of a file and each statement
 * that changes the database or its locks is one. Without a number it prints the steps.
 */
const dieBefore = Number(process.argv[2] ?? Number.POSITIVE_INFINITY);
const steps: string[] = [];

function step(label: string): void {
  if (steps.length === dieBefore) process.kill(process.pid, 'SIGKILL');
  steps.push(label);
}

const files = fs as unknown as Record<string, (...args: unknown[]) => unknown>;
for (const name of ['writeFileSync', 'linkSync', 'renameSync', 'rmSync', 'fsyncSync']) {
  const original = files[name] as (...args: unknown[]) => unknown;
  files[name] = (...args) => {
    const names = args.filter((arg) => typeof arg === 'string' && arg.includes('secret.key'));
    step(
      [
        name,
        ...names.map((arg) =>
          String(arg)
            .replace(/^.*\//, '')
            .replace(/\d+\.[0-9a-f]{12}/, 'draft'),
        ),
      ].join(' '),
    );
    return original(...args);
  };
}
syncBuiltinESMExports();

const prepare = Database.prototype.prepare;
Database.prototype.prepare = function (this: Database.Database, sql: string) {
  if (!/^SELECT/i.test(sql)) step(sql.replaceAll(/[`"]/g, '').replace('main.', '').slice(0, 40));
  return prepare.call(this, sql);
} as typeof prepare;

const { outcome } = await rotateSecretKey({ actor: systemActor });
process.stdout.write(JSON.stringify({ outcome, steps }));
