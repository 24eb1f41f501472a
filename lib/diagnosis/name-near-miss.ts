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
 * The names and addresses of a certificate that every client takes in a URL, at most 20. `host` is that of the URL
 * that does not fit: names that share its first label come first, and it suggests the label that a wildcard stands for.
 */
export function usableNames(leaf: X509Certificate, host = ''): string[] {
  const { dns, addresses, commonNames } = nameEntries(leaf);
  const folded = foldHost(host);
  const names = (dns.length > 0 ? dns : commonNames).map(foldHost);
  const concrete = names.map((name) => (isWildcard(name) ? fill(name, folded) : name));
  const candidates = new Set([
    ...concrete.filter(isHostName),
    ...addresses.map(canonicalAddress).filter((one) => isIP(one)),
  ]);
  candidates.delete(folded);
  const own = firstLabel(folded);
  const nearestFirst = [...candidates].sort((a, b) => Number(firstLabel(b) === own) - Number(firstLabel(a) === own));
  return nearestFirst.slice(0, mostNames).filter((name) => isTakenByAll(name, leaf));
}

function firstLabel(name: string): string {
  return name.split('.', 1)[0] ?? '';
}

/** The label next to the domain they share, else the first one: it is probably the machine's. */
function fill(wildcard: string, host: string): string {
  const parent = wildcard.slice(1);
  const labels = host.endsWith(parent) ? host.slice(0, -parent.length).split('.').reverse() : host.split('.');
  const isOfNoUse = isIP(host) || `.${host}` === parent;
  return isOfNoUse ? wildcard : `${labels[0]}${parent}`;
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
    names: entries.dns.length > 0 ? fold(entries.dns.map(fromUtf8)) : commonNames,
    addresses: entries.addresses.map(canonicalAddress),
    commonNames,
    hasAltNames: entries.dns.length + entries.addresses.length > 0,
  };
}

/** Node reads the bytes of a DNS name as Latin-1. */
function fromUtf8(name: string): string {
  return Buffer.from(name, 'latin1').toString('utf8');
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
    if (helps) return `To some clients the dot at the end of ${host} is a part of the name: write ${bare}`;
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
