import { isIPv6 } from 'node:net';
import { bareHost } from '../mcp/destination';
import { refuse } from '../servers/parse-input';
import { urlProblem } from '../servers/url';

/** The host that a connection would look up for an address as people write it: a URL, a host, `host:port`, an IP address. */
export function trialHost(address: string): string {
  const url = urlOf(address);
  const problem = urlProblem(url);
  if (!problem) return bareHost(new URL(url).hostname);
  const message = address.includes('://') ? problem : 'Address is no host name, IP address or URL';
  throw refuse([{ path: ['address'], message, type: 'custom' }]);
}

function urlOf(address: string): string {
  if (address.includes('://')) return address;
  return isIPv6(address) ? `http://[${address}]/` : `http://${address}`;
}
