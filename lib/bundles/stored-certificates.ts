import type { X509Certificate } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { readPemCertificates } from '../x509/read-certificates';

const parsed = new LRUCache<string, X509Certificate[]>({ max: 200 });

/** The certificates of a row; parsed once for each content. */
export function storedCertificates({ pem, sha256 }: { pem: string; sha256: string }): X509Certificate[] {
  const known = parsed.get(sha256);
  if (known) return known;
  const certificates = readPemCertificates(Buffer.from(pem));
  parsed.set(sha256, certificates);
  return certificates;
}
