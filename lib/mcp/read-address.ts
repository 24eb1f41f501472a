import { ipBytes } from './ip-bytes';
import { type IpRange, ipRange, isWithin } from './ip-range';

/** An IP address as bytes, and the IPv4 addresses that it carries. */
export interface ReadAddress {
  /** Where a connection to it goes: an IPv4-mapped one to the IPv4 address (RFC 4291 section 2.5.5.2). */
  own: number[];
  /** It as written, and what it carries: through a gateway a connection may end there. */
  all: number[][];
}

const mapped = ipRange('::ffff:0:0/96');

/** Prefixes whose addresses carry an IPv4 address, with where it is. */
const carriers: [IpRange, (bytes: number[]) => number[]][] = [
  [mapped, (b) => b.slice(12)],
  [ipRange('::/96'), (b) => b.slice(12)], // IPv4-compatible, RFC 4291 section 2.5.5.1
  [ipRange('::ffff:0:0:0/96'), (b) => b.slice(12)], // IPv4-translated, RFC 2765
  [ipRange('64:ff9b::/96'), (b) => b.slice(12)], // NAT64, RFC 6052
  // Local NAT64, RFC 8215, with a prefix of 96, 64, 56 or 48 bits (RFC 6052 section 2.2).
  [ipRange('64:ff9b:1::/48'), (b) => b.slice(12)],
  [ipRange('64:ff9b:1::/48'), (b) => b.slice(9, 13)],
  [ipRange('64:ff9b:1::/48'), (b) => [...b.slice(7, 8), ...b.slice(9, 12)]],
  [ipRange('64:ff9b:1::/48'), (b) => [...b.slice(6, 8), ...b.slice(9, 11)]],
  [ipRange('2002::/16'), (b) => b.slice(2, 6)], // 6to4, RFC 3056
  [ipRange('2001::/32'), (b) => b.slice(12).map((byte) => byte ^ 0xff)], // Teredo client, RFC 4380
  [ipRange('2001::/32'), (b) => b.slice(4, 8)], // Teredo server
];

/** Reads an IP address, without its zone; null when it is none. Pure. */
export function readAddress(address: string): ReadAddress | null {
  const bytes = ipBytes(address.split('%')[0] ?? address);
  return bytes && { own: isWithin(bytes, mapped) ? bytes.slice(12) : bytes, all: [bytes, ...carried(bytes)] };
}

function carried(bytes: number[]): number[][] {
  if (bytes.length === 4) return [];
  const found = carriers.filter(([range]) => isWithin(bytes, range)).map(([, extract]) => extract(bytes));
  // ISATAP (RFC 5214): an interface identifier of 0000:5efe or 0200:5efe under any prefix.
  const isatap = (bytes[8] === 0 || bytes[8] === 2) && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe;
  // No gateway leads to 0.0.0.0/8 (RFC 1122 section 3.2.1.3); ::1, and other forms than the one meant, seem to carry such.
  return [...found, ...(isatap ? [bytes.slice(12)] : [])].filter(([first]) => first !== 0);
}
