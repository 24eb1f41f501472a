import type { X509Certificate } from 'node:crypto';

export interface TlsFiles {
  certFile: string;
  keyFile: string;
}

/** PEM texts. */
export interface TlsPair {
  cert: string;
  key: string;
}

export function readTlsFiles(files: TlsFiles): TlsPair;
export function checkTlsPair(pair: TlsPair, files: TlsFiles): X509Certificate;
export function dateWarning(
  certificate: Pick<X509Certificate, 'validFrom' | 'validTo'>,
  files: TlsFiles,
  now?: number,
): string | null;
