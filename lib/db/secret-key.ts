import path from 'node:path';
import { readEnv } from '../env';
import { processState } from '../process-state';
import { ensureDataDir } from './data-dir';
import { createKeyFile, readKeyFile } from './key-file';

/** The 32 bytes that seal secrets: `VOUCH_SECRET_KEY`, or `secret.key` in the data folder, made once. */
export function secretKey(): Buffer {
  const { secretKeyHex, dataDir } = readEnv();
  if (secretKeyHex) return Buffer.from(secretKeyHex, 'hex');
  const key = knownKeys().get(dataDir) ?? readKeyFile(secretKeyFile()) ?? createKeyFile(secretKeyFile());
  knownKeys().set(dataDir, key);
  return key;
}

/** The key to open secrets with, as it is now; null when there is none. Makes none. */
export function presentSecretKey(): Buffer | null {
  const { secretKeyHex } = readEnv();
  return secretKeyHex ? Buffer.from(secretKeyHex, 'hex') : readKeyFile(secretKeyFile());
}

export function secretKeyFile(): string {
  return path.join(ensureDataDir(readEnv().dataDir), 'secret.key');
}

/** Has `secretKey` read the file again, which holds another key now. */
export function forgetSecretKey(): void {
  knownKeys().delete(readEnv().dataDir);
}

/** By data folder. */
function knownKeys(): Map<string, Buffer> {
  return processState('secret-keys', () => new Map<string, Buffer>());
}
