import { plainText } from '../plain-text';
import { ipBytes, ipText } from './ip-bytes';
import type { IpRange } from './ip-range';
import { readAddress } from './read-address';

/** One entry of an egress list, read. `text` is its normal form: two that mean the same have the same. */
export type EgressEntry =
  | { kind: 'range'; text: string; range: IpRange }
  /** That name alone. */
  | { kind: 'name'; text: string; name: string }
  /** Every name below that one, but not itself. */
  | { kind: 'below'; text: string; name: string };

type Read = { entry: EgressEntry } | { problem: string };

const MAX_LENGTH = 300;

/**
 * Reads an IP address, a range in CIDR notation, a host name, or `*.` and a host name. What could mean something else
 * than it seems to is refused, with what to write. Pure: the browser reads entries with it too.
 */
export function readEntry(given: string): Read {
  const text = given.trim();
  if (text === '') return { problem: 'is empty' };
  if (text.length > MAX_LENGTH) return { problem: `is longer than ${MAX_LENGTH} characters` };
  const read = /[\s,;]/.test(text) ? 'holds a space, a comma or a semicolon: write one entry a line' : readOne(text);
  return typeof read === 'string' ? { problem: `${shown(text)} ${read}` } : { entry: read };
}

/** A URL may hold a password or a token. */
function shown(text: string): string {
  return /[@?]/.test(text) ? 'this entry' : `"${plainText(text)}"`;
}

/** The entry, or what is wrong with it. */
function readOne(text: string): EgressEntry | string {
  if (text.includes('://')) return `is a URL: write the host alone${asIn(hostOf(text))}`;
  if (text.includes('@')) return 'has a user name in it: write the host alone';
  const bracketed = /^\[([^\]]*)\](:\d*)?$/.exec(text);
  if (bracketed?.[1]) return `has brackets${bracketed[2] ? ' and a port' : ''}: write ${bracketed[1]}`;
  const [base = '', ...rest] = text.split('/');
  if (rest.length > 0) return readAddress(base) ? readRange(base, rest.join('/')) : pathProblem(base);
  if (readAddress(text)) return readRange(text, null);
  if (text.includes(':')) return portProblem(text);
  return readName(text);
}

function readRange(base: string, prefix: string | null): EgressEntry | string {
  const bytes = ipBytes(base);
  if (!bytes) return `names a network interface: write ${base.replace(/%.*$/, '')}`;
  const most = bytes.length * 8;
  if (prefix !== null && !/^(?:0|[1-9]\d{0,3})$/.test(prefix)) return prefixProblem(base, prefix);
  const bits = prefix === null ? most : Number(prefix);
  if (bits > most) return `has a prefix of ${bits} bits: ${most === 32 ? 'IPv4' : 'IPv6'} addresses have ${most}`;
  const network = bytes.map((byte, index) => byte & maskByte(bits, index));
  const text = rangeText(network, bits);
  if (network.some((byte, index) => byte !== bytes[index])) return `has bits set behind its prefix: write ${text}`;
  // Compared as the IPv4 address that it is dialled as, it would match nothing.
  if (bits >= 96 && most === 128 && readAddress(ipText(bytes))?.own.length === 4) {
    const what = bits === most ? 'address' : 'range';
    return `is an IPv4 ${what} in IPv6 form: write ${rangeText(bytes.slice(12), bits - 96)}`;
  }
  return { kind: 'range', text, range: { bytes: network, bits } };
}

function maskByte(bits: number, index: number): number {
  const set = Math.min(8, Math.max(0, bits - index * 8));
  return (0xff << (8 - set)) & 0xff;
}

/** A range of one address is that address. */
function rangeText(bytes: number[], bits: number): string {
  return bits === bytes.length * 8 ? ipText(bytes) : `${ipText(bytes)}/${bits}`;
}

function prefixProblem(base: string, prefix: string): string {
  const bits = maskBits(prefix) ?? (base.includes(':') ? 64 : 24);
  return `needs a number of bits behind the slash${asIn(`${base}/${bits}`)}`;
}

/** The prefix that a subnet mask stands for, or null. */
function maskBits(mask: string): number | null {
  const [, ones] =
    /^(1*)0*$/.exec((ipBytes(mask) ?? []).map((byte) => byte.toString(2).padStart(8, '0')).join('')) ?? [];
  return ones?.length || null;
}

function pathProblem(base: string): string {
  const name = readName(base);
  return `has a slash behind what is no IP address: write the host alone${asIn(typeof name === 'string' ? null : name.text)}`;
}

function portProblem(text: string): string {
  const [, host] = /^(.+):\d*$/.exec(text) ?? [];
  const entry = host && !host.includes(':') ? readOne(host) : null;
  if (!entry) return 'is no IPv6 address';
  return `has a port in it, and rules hold for every port: write the host alone${asIn(typeof entry === 'string' ? null : entry.text)}`;
}

function readName(text: string): EgressEntry | string {
  if (text === '*') return 'covers everything: for that write 0.0.0.0/0 and ::/0';
  if (text.startsWith('.')) return `begins with a dot: for every name below it write *${text}`;
  const isBelow = text.startsWith('*.');
  const bare = isBelow ? text.slice(2) : text;
  if (bare.includes('*')) return 'has a star elsewhere than at its beginning: write it as in *.corp.example';
  const name = normalName(bare);
  if (name === null) return 'is no host name, IP address or CIDR range';
  if (ipBytes(name)) {
    return isBelow ? 'puts a star before an address' : `is an unusual form of an IPv4 address: write ${name}`;
  }
  return isBelow ? { kind: 'below', text: `*.${name}`, name } : { kind: 'name', text: name, name };
}

/** RFC 1123 section 2.1, and the underscore that container names have. */
const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** As the URL standard writes a host: ASCII, lower case; and without the dot at its end. Null when it is none. */
function normalName(text: string): string | null {
  const url = /[/?#@\\:%]/.test(text) ? '' : `http://${text}/`;
  if (!URL.canParse(url)) return null;
  const name = new URL(url).hostname.replace(/\.$/, '');
  return name.length <= 253 && name.split('.').every((part) => label.test(part)) ? name : null;
}

function hostOf(text: string): string | null {
  return URL.canParse(text) ? new URL(text).hostname.replace(/^\[(.*)\]$/, '$1') || null : null;
}

function asIn(example: string | null): string {
  return example ? `, as in ${plainText(example)}` : '';
}
