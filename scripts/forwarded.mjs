import { isIPv6 } from 'node:net';
import { isWithin, parseAddress } from './addresses.mjs';
import { isHost } from './request-line.mjs';

/** Proxies between a client and Vouch that are looked through. */
const MAX_HOPS = 32;

/**
 * Who sent a request, by which scheme and under which name. Only what a trusted proxy says counts, and only from it on
 * backwards: whoever comes before may have written anything (RFC 7239 section 8.1). `lines`: the values of the
 * X-Forwarded-For, -Proto and -Host lines as they came in; `peer`: the address of the connection; `trusted`: ranges.
 */
export function readForwarded({ peer, isTls, host, lines, trusted }) {
  const proxy = parseAddress(peer.replace(/%.*$/, ''));
  const scheme = isTls ? 'https' : 'http';
  if (!proxy) throw new Error(`${peer} is not the address of a connection`);
  if (!isWithin(proxy, trusted)) return { for: proxy.toString(), proto: scheme, host };
  const proto = listOf(lines.proto).at(-1)?.toLowerCase();
  const name = listOf(lines.host).at(-1);
  return {
    for: clientOf(proxy, listOf(lines.for), trusted).toString(),
    // The proxy knows how it was reached; how it reaches Vouch is its own matter.
    proto: proto === 'https' || proto === 'http' ? proto : scheme,
    host: name !== undefined && isHost(name) ? name : host,
  };
}

/** From the nearest proxy backwards to the first address that is none of ours (RFC 7239 section 5.2 orders them so). */
function clientOf(proxy, entries, trusted) {
  let client = proxy;
  for (const entry of entries.slice(-MAX_HOPS).reverse()) {
    const address = entryAddress(entry);
    // "unknown", "_hidden" or nonsense: the last that is known for certain is the proxy that wrote it.
    if (!address) return client;
    client = address;
    if (!isWithin(client, trusted)) return client;
  }
  return client;
}

/** An address, with a port where a proxy adds one: 192.0.2.7:4711, [2001:db8::7]:4711. */
function entryAddress(entry) {
  const [, bracketed, dotted] = /^(?:\[(.*)\]|([\d.]+))(?::\d{1,5})?$/.exec(entry) ?? [];
  if (bracketed !== undefined) return isIPv6(bracketed) ? parseAddress(bracketed) : null;
  return parseAddress(dotted ?? entry);
}

/** One list over several lines (RFC 9110 section 5.3); empty elements do not count (section 5.6.1.2). */
function listOf(lines) {
  return lines
    .flatMap((line) => line.split(','))
    .map((element) => element.trim())
    .filter((element) => element !== '');
}
