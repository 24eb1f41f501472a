import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readEnv } from '../env';

/** Creates the data folder (0700) where it is missing and answers its absolute path. */
export function ensureDataDir(dataDir: string = readEnv().dataDir): string {
  // Not `recursive`: Node 20 then tries for ever where the system refuses with ENOENT, as in /proc.
  if (existsSync(/* turbopackIgnore: true */ dataDir)) return dataDir;
  ensureDataDir(path.dirname(dataDir));
  try {
    mkdirSync(/* turbopackIgnore: true */ dataDir, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return dataDir;
}

/** The file behind a `file:` URL; a relative one counts from the working directory. */
export function databaseFile(databaseUrl: string = readEnv().databaseUrl): string {
  if (databaseUrl.startsWith('file://')) return fileURLToPath(databaseUrl);
  const [file = ''] = databaseUrl.slice('file:'.length).split('?');
  return path.resolve(/* turbopackIgnore: true */ file);
}

/** Creates an empty database file where there is none; SQLite gives its side files the same mode. */
export function ensureDatabaseFile(file: string = databaseFile()): string {
  ensureDataDir(path.dirname(file));
  closeSync(openSync(/* turbopackIgnore: true */ file, 'a', 0o600));
  try {
    chmodSync(/* turbopackIgnore: true */ file, 0o600);
  } catch (error) {
    // A volume may belong to another user and still be writable through its group.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  }
  return file;
}
