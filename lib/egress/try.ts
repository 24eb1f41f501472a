import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { currentClient } from '../db/transact';
import { abortable } from '../mcp/abortable';
import { type ReadyRules, readyRules } from '../mcp/egress-rules';
import { egressVerdict, nameRefusal } from '../mcp/egress-verdict';
import { McpFailure } from '../mcp/failure';
import { lookUp } from '../mcp/resolve-host';
import { parseInput } from '../servers/parse-input';
import type { CheckedAddress } from '../trust/open-socket';
import type { EgressTrial, EgressTrialAddress } from './dto';
import { egressTrialSchema } from './schema';
import { storedRules } from './stored-rules';
import { trialHost } from './trial-host';

const LOOK_UP_MS = 5000;
const MAX_SHOWN = 50;

interface Options {
  actor: Actor;
  /** `address`, and `allow` or `deny` to try in place of the list in force. */
  input: unknown;
}

/**
 * What a connection to an address would come to, and which rule says so. Looks the name up, for 5 s at most; dials
 * nothing. Throws AppError `bad_input`.
 */
export const tryEgress = verb(
  { name: 'egress.try', role: 'operator' },
  async ({ input }: Options): Promise<EgressTrial> => {
    const { address, allow, deny } = parseInput(egressTrialSchema, input, 'an egress trial');
    const host = trialHost(address);
    const { rules } = await storedRules(currentClient());
    const tried = readyRules({ allow: allow ?? rules.allow, deny: deny ?? rules.deny });
    const refusal = nameRefusal(host, tried);
    if (refusal) return { host, is_allowed: false, sentence: `${refusal.reason}.`, addresses: [] };
    const found = await addressesOf(host);
    return found instanceof McpFailure
      ? { host, is_allowed: false, sentence: found.message, addresses: [] }
      : trialOf(host, found, tried);
  },
);

async function addressesOf(host: string): Promise<CheckedAddress[] | McpFailure> {
  const late = AbortSignal.timeout(LOOK_UP_MS);
  try {
    const found = await abortable(lookUp(host), late);
    return [...new Map(found.map((one) => [one.address, one])).values()];
  } catch (error) {
    if (error instanceof McpFailure) return error;
    if (!late.aborted) throw error;
    return new McpFailure('dns_not_found', `The name servers did not tell the address of ${host} in ${LOOK_UP_MS} ms.`);
  }
}

function trialOf(host: string, found: CheckedAddress[], rules: ReadyRules): EgressTrial {
  const addresses = found.map(({ address }): EgressTrialAddress => {
    const { isAllowed, decidedBy, entry, reason } = egressVerdict(host, address, rules);
    return { address, is_allowed: isAllowed, decided_by: decidedBy, entry, reason };
  });
  const dialled = addresses.filter(({ is_allowed }) => is_allowed);
  return {
    host,
    is_allowed: dialled.length > 0,
    sentence: sentenceOf(host, addresses, dialled.length),
    addresses: addresses.slice(0, MAX_SHOWN),
  };
}

function sentenceOf(host: string, addresses: EgressTrialAddress[], dialled: number): string {
  const [first] = addresses;
  if (first && addresses.length === 1) return `${first.reason}.`;
  const all = `${addresses.length} addresses`;
  if (dialled === addresses.length) return `${host} has ${all}, and Vouch would connect to any of them.`;
  if (dialled === 0) return `${host} has ${all}, and Vouch would connect to none of them.`;
  return `${host} has ${all}. Vouch would connect to ${dialled} of them, and leave the others out.`;
}
