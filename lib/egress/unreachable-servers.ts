import { isIP } from 'node:net';
import { bareHost } from '../mcp/destination';
import type { ReadyRules } from '../mcp/egress-rules';
import { type EgressVerdict, egressVerdict, nameRefusal } from '../mcp/egress-verdict';

interface Server {
  name: string;
  url: string;
}

const MAX_SHOWN = 50;

/**
 * One sentence for each server that the new rules cut off and the old ones did not, as far as its URL tells: names are not
 * looked up, so one that only an address rule decides about is not among them. Pure.
 */
export function newlyUnreachable(servers: readonly Server[], before: ReadyRules, after: ReadyRules): string[] {
  const sentences = servers.flatMap(({ name, url }) => {
    const host = bareHost(new URL(url).hostname);
    const reason = refusalOf(host, after)?.reason;
    return reason && !refusalOf(host, before) ? [`"${name}" can no longer be reached: ${reason}`] : [];
  });
  const left = sentences.length - MAX_SHOWN;
  return left > 0 ? [...sentences.slice(0, MAX_SHOWN), `${left} more servers can no longer be reached`] : sentences;
}

/** The refusal that holds for whatever addresses the host has. */
function refusalOf(host: string, rules: ReadyRules): EgressVerdict | null {
  const byName = nameRefusal(host, rules);
  if (byName) return byName;
  const verdicts = knownAddresses(host).map((address) => egressVerdict(host, address, rules));
  const isReached = verdicts.some(({ isAllowed }) => isAllowed);
  return isReached ? null : (verdicts[0] ?? null);
}

function knownAddresses(host: string): string[] {
  if (isIP(host)) return [host];
  return /(?:^|\.)localhost\.?$/i.test(host) ? ['127.0.0.1', '::1'] : [];
}
