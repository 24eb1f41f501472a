import type { X509Certificate } from 'node:crypto';
import { readCertificate } from '../x509/certificate';

/** The names of a certificate as its bytes hold them: an embedded NUL stays one. */
export interface NameEntries {
  /** dNSName entries of the subjectAltName. */
  dns: string[];
  /** iPAddress entries as Node writes them ("0:0:0:0:0:0:0:1"), unreadable ones too. */
  addresses: string[];
  /** commonName attributes of the subject, in its order. */
  commonNames: string[];
}

/** The names of a certificate that clients compare with a host (RFC 5280 section 4.2.1.6). */
export function nameEntries(leaf: X509Certificate): NameEntries {
  const { subjectAltNames } = readCertificate(leaf);
  return {
    dns: valuesOf(subjectAltNames, 'DNS:').map(unquote),
    addresses: valuesOf(subjectAltNames, 'IP Address:'),
    commonNames: commonNames(leaf),
  };
}

function valuesOf(entries: string[], kind: string): string[] {
  return entries.filter((entry) => entry.startsWith(kind)).map((entry) => entry.slice(kind.length));
}

/** Node writes an entry with a comma, a quote or a byte outside ASCII as JSON. */
function unquote(value: string): string {
  if (!value.startsWith('"')) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    return value;
  }
}

/** The legacy object holds the values themselves; `subject` is text with escapes. Several stand in a list. */
function commonNames(leaf: X509Certificate): string[] {
  const subject = leaf.toLegacyObject().subject as { CN?: string | string[] } | undefined;
  return [subject?.CN ?? []].flat();
}
