import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, linkSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readEnv } from '../env';
import { processState } from '../process-state';
import { ensureDataDir } from './data-dir';

const KEY_HEX = /^[0-9a-fA-F]{64}$/;
const MODE_OTHERS = 0o007;

/** The 32 bytes that seal secrets: `VOUCH_SECRET_KEY`, or `secret.key` in the data folder, made once. */
export function secretKey(): Buffer {
  const { secretKeyHex, dataDir } = readEnv();
  if (secretKeyHex) return Buffer.from(secretKeyHex, 'hex');
  const keys = processState('secret-keys', () => new Map<string, Buffer>());
  const key = keys.get(dataDir) ?? loadKeyFile(dataDir);
  keys.set(dataDir, key);
  return key;
}

/** Whether there is a key to open secrets with. Makes none. */
export function hasSecretKey(): boolean {
  const { secretKeyHex, dataDir } = readEnv();
  return secretKeyHex !== null || readKeyFile(path.join(ensureDataDir(dataDir), 'secret.key')) !== null;
}

function loadKeyFile(dataDir: string): Buffer {
  const file = path.join(ensureDataDir(dataDir), 'secret.key');
  return readKeyFile(file) ?? createKeyFile(file);
}

function readKeyFile(file: string): Buffer | null {
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

function createKeyFile(file: string): Buffer {
  const draft = `${file}.${process.pid}.${randomBytes(6).toString('hex')}`;
  writeFileSync(/* turbopackIgnore: true */ draft, `${randomBytes(32).toString('hex')}\n`, {
    mode: 0o600,
    flag: 'wx',
    flush: true,
  });
  try {
    // A link appears whole or not at all, and only for the first of two processes.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  const key = readKeyFile(file);
  if (!key) throw new Error(`The key file ${file} disappeared while it was made`);
  return key;
}
