import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { CheckedAddress } from '../trust/open-socket';
import { egressRules } from './egress-rules';
import { type EgressVerdict, egressVerdict, nameRefusal } from './egress-verdict';
import { McpFailure } from './failure';

/**
 * The addresses of a host that may be dialled under the egress rules in force. Throws McpFailure `dns_not_found` or
 * `address_not_allowed`.
 */
export async function resolveHost(host: string): Promise<CheckedAddress[]> {
  const refusal = nameRefusal(host, egressRules());
  if (refusal) throw notAllowed(`${refusal.reason}.`, [refusal]);
  return allowedOf(host, await lookUp(host));
}

/**
 * Leaves the forbidden addresses of a name out, so that a name with one of them beside a good one still works.
 * Throws McpFailure `address_not_allowed` when none is left. Pure but for the rules in force.
 */
export function allowedOf(host: string, addresses: CheckedAddress[], rules = egressRules()): CheckedAddress[] {
  const verdicts = addresses.map(({ address }) => egressVerdict(host, address, rules));
  const allowed = addresses.filter((_, index) => verdicts[index]?.isAllowed);
  if (allowed.length > 0) return allowed;
  const all = addresses.map(({ address }) => address);
  const isAddress = all.length === 1 && all[0] === host;
  const reasons = `${sentenceOf(verdicts.map(({ reason }) => reason))}.`;
  throw notAllowed(isAddress ? reasons : `${host} leads to ${sentenceOf(all, ', ')}: ${reasons}`, verdicts);
}

/** What a sentence has room for: hostile names have hundreds of addresses. */
const MAX_SHOWN = 4;

function sentenceOf(parts: string[], separator = '; '): string {
  const different = [...new Set(parts)];
  const more = different.length > MAX_SHOWN ? ` and ${different.length - MAX_SHOWN} more` : '';
  return `${different.slice(0, MAX_SHOWN).join(separator)}${more}`;
}

function notAllowed(sentence: string, verdicts: EgressVerdict[]): McpFailure {
  const isByRule = verdicts.some(({ decidedBy }) => decidedBy !== 'built_in');
  const advice = isByRule ? ' An admin can change the rules under Settings, Egress.' : '';
  return new McpFailure('address_not_allowed', `${sentence}${advice}`);
}

/** Every address of a host, unchecked. Throws McpFailure `dns_not_found`. */
export async function lookUp(host: string): Promise<CheckedAddress[]> {
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
