import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * An IP address, an IPv4-mapped one (RFC 4291 section 2.5.5.2) as the IPv4 address it stands for; null for any other text.
 * The library alone would also take 127.1 and 0x7f000001, which not every program reads alike.
 */
export function parseAddress(text) {
  return isIP(text) !== 0 && !text.includes('%') ? ipaddr.process(text) : null;
}

/** The ranges of VOUCH_TRUSTED_PROXIES: addresses and CIDR blocks, separated by commas. Throws a sentence that names the entry. */
export function parseTrustedProxies(list) {
  const entries = list.split(',').map((entry) => entry.trim());
  return entries.filter((entry) => entry !== '').map(parseRange);
}

/** Whether an address lies in one of the ranges. */
export function isWithin(address, ranges) {
  return ranges.some(([base, bits]) => base.kind() === address.kind() && address.match(base, bits));
}

function parseRange(entry) {
  const [, text = '', prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
  const base = parseAddress(text);
  // A mapped block counts its bits from the start of the IPv6 address.
  const skipped = base?.kind() === 'ipv4' && isIP(text) === 6 ? 96 : 0;
  const width = base?.kind() === 'ipv4' ? 32 : 128;
  const bits = prefix === undefined ? width : Number(prefix) - skipped;
  if (!base || bits < 0 || bits > width) {
    throw new Error(`VOUCH_TRUSTED_PROXIES: "${entry}" is neither an IP address nor a range such as 10.0.0.0/8.`);
  }
  return [base, bits];
}
