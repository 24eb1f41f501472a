import type { SecureContextOptions } from 'node:tls';
import type { TlsFiles, TlsPair } from './tls-files.mjs';

export interface TlsWatch {
  files: TlsFiles;
  pair: TlsPair;
  say(level: 'info' | 'warn', sentence: string): void;
  pollMs?: number;
}

export function watchTlsFiles(
  server: { setSecureContext(options: SecureContextOptions): void },
  watch: TlsWatch,
): () => void;
