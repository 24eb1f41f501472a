import type { CheckedAddress, Destination } from '../trust/open-socket';

/** The host of a URL as certificates and look-ups know it: an IPv6 address without its brackets. */
export function bareHost(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

/** Where a URL leads, once its host was looked up and checked. */
export function destinationOf(
  url: Pick<URL, 'hostname' | 'port' | 'protocol'>,
  addresses: CheckedAddress[],
): Destination {
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  return { host: bareHost(url.hostname), port, addresses };
}
