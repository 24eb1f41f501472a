import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { plainText } from '../plain-text';
import { nameProblem } from './client-names';
import { nameEntries } from './client-names-entries';
import { canonicalAddress, covers, foldHost, isWildcard } from './name-near-miss-match';
import { addressRules, type Mismatch, nameRules } from './name-near-miss-rules';
import { type ClientId, clientIds } from './profiles';

/** No host name is longer (RFC 1035 section 2.3.4). */
const longestName = 253;
/** Each is judged for every client; more would not help anybody choose. */
const mostNames = 20;

/**
 * A sentence that says how a certificate just misses a host, and who takes it all the same; null when every client
 * takes it or nothing ties the two together. `host` is the URL's host name without brackets. Pure.
 */
export function nearMisses(host: string, leaf: X509Certificate): string | null {
  const accepting = clientIds.filter((client) => nameProblem(client, host, leaf) === null);
  if (accepting.length === clientIds.length) return null;
  const sentence = trailingDot(host, accepting, leaf) ?? firstRule(mismatchOf(host, leaf));
  if (!sentence) return null;
  return plainText(accepting.length === 0 ? `${sentence}.` : `${sentence}; ${programs(accepting)} all the same.`);
}

/**
 * The names and addresses of a certificate that every client takes in a URL, at most 20. A wildcard gives one only
 * where `host`, the host of the URL that does not fit, suggests the label.
 */
export function usableNames(leaf: X509Certificate, host = ''): string[] {
  const { dns, addresses, commonNames } = nameEntries(leaf);
  const folded = foldHost(host);
  const [label = ''] = isIP(folded) ? [] : folded.split('.');
  const names = (dns.length > 0 ? dns : commonNames).map(foldHost);
  const concrete = names.map((name) => (isWildcard(name) && label ? name.replace('*', label) : name));
  const candidates = new Set([
    ...concrete.filter(isHostName),
    ...addresses.map(canonicalAddress).filter((one) => isIP(one)),
  ]);
  candidates.delete(folded);
  return [...candidates].slice(0, mostNames).filter((name) => isTakenByAll(name, leaf));
}

function isTakenByAll(name: string, leaf: X509Certificate): boolean {
  return clientIds.every((client) => nameProblem(client, name, leaf) === null);
}

function isHostName(name: string): boolean {
  return name.length <= longestName && !isIP(name) && /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(name);
}

function mismatchOf(host: string, leaf: X509Certificate): Mismatch {
  const entries = nameEntries(leaf);
  const fold = (names: string[]) => names.filter((name) => name.length <= longestName).map(foldHost);
  const commonNames = fold(entries.commonNames);
  return {
    host: canonicalAddress(foldHost(host)),
    names: entries.dns.length > 0 ? fold(entries.dns) : commonNames,
    addresses: entries.addresses.map(canonicalAddress),
    commonNames,
    hasAltNames: entries.dns.length + entries.addresses.length > 0,
  };
}

function firstRule(mismatch: Mismatch): string | null {
  for (const rule of isIP(mismatch.host) ? addressRules : nameRules) {
    const sentence = rule(mismatch);
    if (sentence) return sentence;
  }
  return null;
}

function trailingDot(host: string, accepting: ClientId[], leaf: X509Certificate): string | null {
  const bare = foldHost(host);
  if (host.endsWith('.')) {
    const helps = clientIds.some((client) => !accepting.includes(client) && nameProblem(client, bare, leaf) === null);
    return helps ? `To some clients the dot at the end of ${host} is a part of the name: write ${bare}` : null;
  }
  const { dns, commonNames } = nameEntries(leaf);
  const dotted = (dns.length > 0 ? dns : commonNames).find(
    (name) => name.endsWith('.') && (foldHost(name) === bare || covers(foldHost(name), bare)),
  );
  return dotted ? `The certificate has ${dotted} with a dot at the end, which not all clients leave out` : null;
}

/** "Python and curl take it". */
function programs(accepting: ClientId[]): string {
  const names = [...new Set(accepting.map((client) => (client === 'curl' ? client : programOf(client))))];
  return `${names.join(' and ')} ${names.length > 1 ? 'take' : 'takes'} it`;
}

function programOf(client: ClientId): string {
  return client.startsWith('python') ? 'Python' : 'Node';
}
