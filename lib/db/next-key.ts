import { randomBytes } from 'node:crypto';
import { linkSync, lstatSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createKeyFile, readKeyFile, syncFolderOf } from './key-file';
import { forgetSecretKey, secretKeyFile } from './secret-key';

const draftName = /^secret\.key(\.next)?\.\d+\.[0-9a-f]{12}$/;

/**
 * `secret.key.next`, the key of a rotation under way. It is on the disk before anything is sealed with it, and takes the
 * place of `secret.key` once everything is: at every moment one of the two files opens every secret.
 */
function nextKeyFile(): string {
  return `${secretKeyFile()}.next`;
}

/** Of a rotation that was not finished; null when there is none. */
export function readNextKey(): Buffer | null {
  return readKeyFile(nextKeyFile());
}

/** The next key: the one that an unfinished rotation left, or a new one. */
export function createNextKey(): Buffer {
  refuseImmovable(secretKeyFile());
  return readNextKey() ?? createKeyFile(nextKeyFile(), secretKeyFile());
}

/** Puts the next key in the place of `secret.key`. That another process was first is no failure. */
export function promoteNextKey(next: Buffer): void {
  try {
    renameSync(/* turbopackIgnore: true */ nextKeyFile(), secretKeyFile());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  syncFolderOf(secretKeyFile());
  removeDrafts();
  forgetSecretKey();
  if (!readKeyFile(secretKeyFile())?.equals(next)) {
    throw new Error(`${secretKeyFile()} was changed by something else while the key was rotated`);
  }
}

/** Found out before anything is sealed with a key that could not be put in its place. */
function refuseImmovable(file: string): void {
  const stats = lstatSync(/* turbopackIgnore: true */ file, { throwIfNoEntry: false });
  if (!stats) return;
  const trial = `${file}.${process.pid}.${randomBytes(6).toString('hex')}`;
  try {
    if (stats.isSymbolicLink()) throw new Error('it is a symbolic link');
    // Refused for a file that is mounted on its own, as renaming over it would be.
    linkSync(/* turbopackIgnore: true */ file, trial);
    rmSync(/* turbopackIgnore: true */ trial);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `The key file ${file} cannot be replaced (${reason}): rotate to a key in VOUCH_SECRET_KEY_NEXT instead`,
      { cause },
    );
  }
}

/** What a process left that was stopped in the middle of the above: unused keys, and links to the one that was replaced. */
function removeDrafts(): void {
  const folder = path.dirname(secretKeyFile());
  const drafts = readdirSync(/* turbopackIgnore: true */ folder).filter((name) => draftName.test(name));
  for (const name of drafts) rmSync(path.join(/* turbopackIgnore: true */ folder, name), { force: true });
}
