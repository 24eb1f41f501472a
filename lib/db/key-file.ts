import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

const KEY_HEX = /^[0-9a-fA-F]{64}$/;
const MODE_OTHERS = 0o007;

/** The key in a file, or null where there is no file. Throws an Error for a file that everybody may read or that is damaged. */
export function readKeyFile(file: string): Buffer | null {
  let descriptor: number;
  try {
    descriptor = openSync(/* turbopackIgnore: true */ file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    // Group bits are let through: Kubernetes' fsGroup adds them to every file of a volume.
    if (process.platform !== 'win32' && fstatSync(descriptor).mode & MODE_OTHERS) {
      throw new Error(`The key file ${file} is open to every user of this machine: run chmod 600 on it`);
    }
    const hex = readFileSync(descriptor, 'utf8').trim();
    if (!KEY_HEX.test(hex)) {
      throw new Error(`The key file ${file} does not hold 64 hexadecimal digits (32 bytes): restore it from a backup`);
    }
    return Buffer.from(hex, 'hex');
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Makes a file with a new key, unless another process was first, and answers the key that is in it then. Where root makes
 * it, it belongs to the owner of another file, or else of the folder.
 */
export function createKeyFile(file: string, ownedLike = file): Buffer {
  const draft = `${file}.${process.pid}.${randomBytes(6).toString('hex')}`;
  writeFileSync(/* turbopackIgnore: true */ draft, `${randomBytes(32).toString('hex')}\n`, {
    mode: 0o600,
    flag: 'wx',
    flush: true,
  });
  giveToOwnerOf(ownedLike, draft);
  try {
    // A link appears whole or not at all, and only for the first of two processes.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  syncFolderOf(file);
  const key = readKeyFile(file);
  if (!key) throw new Error(`The key file ${file} disappeared while it was made`);
  return key;
}

function giveToOwnerOf(file: string, draft: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } =
    lstatSync(/* turbopackIgnore: true */ file, { throwIfNoEntry: false }) ??
    lstatSync(/* turbopackIgnore: true */ path.dirname(file));
  chownSync(draft, uid, gid);
}

/** Makes what was linked or renamed in a file's folder outlast a power failure: only then may a secret depend on it. */
export function syncFolderOf(file: string): void {
  // Windows opens no folders, and NTFS keeps renames in its journal.
  if (process.platform === 'win32') return;
  const folder = openSync(/* turbopackIgnore: true */ path.dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
