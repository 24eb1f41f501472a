import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { nameEntries } from './client-names-entries';

/**
 * Whether curl with OpenSSL takes a certificate for a host (`ossl_verifyhost` and `hostmatch` of curl 7.88). The common
 * name, the last one of several, counts only without any DNS name or address in the subjectAltName; then an address may
 * stand in it as text.
 */
export function curlAccepts(host: string, leaf: X509Certificate): boolean {
  const { dns, addresses, commonNames } = nameEntries(leaf);
  const isNamed = isIP(host) ? leaf.checkIP(host) !== undefined : dns.some((name) => hostMatches(host, name));
  if (isNamed || dns.length > 0 || addresses.length > 0) return isNamed;
  return hostMatches(host, commonNames.at(-1) ?? '');
}

/** A wildcard is the whole first label, stands for one label of a name, and has two dots behind it. */
function hostMatches(host: string, pattern: string): boolean {
  const name = fold(host);
  const wanted = fold(pattern);
  const [first, ...parent] = wanted.split('.');
  if (first !== '*' || parent.length < 2) return wanted !== '' && wanted === name;
  const dot = name.indexOf('.');
  return !isIP(host) && dot >= 0 && name.slice(dot + 1) === parent.join('.');
}

/** ASCII case and one trailing dot do not count. */
function fold(name: string): string {
  return name.replace(/\.$/, '').replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
