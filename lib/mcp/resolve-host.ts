import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { CheckedAddress } from '../trust/open-socket';
import { addressProblem } from './address';
import { McpFailure } from './failure';

/** The addresses of a host that may be dialled. Throws McpFailure `dns_not_found` or `address_not_allowed`. */
export async function resolveHost(host: string): Promise<CheckedAddress[]> {
  return allowedOf(host, await lookUp(host));
}

/**
 * Leaves the forbidden addresses of a name out, so that a name with one of them beside a good one still works.
 * Throws McpFailure `address_not_allowed` when none is left. Pure.
 */
export function allowedOf(host: string, addresses: CheckedAddress[]): CheckedAddress[] {
  const problems = addresses.map(({ address }) => addressProblem(address));
  const allowed = addresses.filter((_, index) => problems[index] === null);
  if (allowed.length > 0) return allowed;
  const all = addresses.map(({ address }) => address).join(', ');
  throw new McpFailure('address_not_allowed', `${host} leads to ${all}: ${problems[0]}.`);
}

async function lookUp(host: string): Promise<CheckedAddress[]> {
  const family = isIP(host);
  if (family) return [{ address: host, family }];
  try {
    // RFC 6761 section 6.3: every name under localhost is loopback; the resolver of the C library may know the bare one only.
    return await lookup(host.replace(/^(?:.*\.)?localhost\.?$/i, 'localhost'), { all: true, verbatim: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'EAI_AGAIN' ? 'the name server did not answer in time' : 'no name server knows it';
    throw new McpFailure(
      'dns_not_found',
      `The host name ${host} has no address: ${reason} (${code ?? 'unknown'}).`,
      error,
    );
  }
}
