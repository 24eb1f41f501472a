import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { currentClient } from '../db/transact';
import { abortable } from '../mcp/abortable';
import { type ReadyRules, readyRules } from '../mcp/egress-rules';
import { egressVerdict, nameRefusal } from '../mcp/egress-verdict';
import { McpFailure } from '../mcp/failure';
import { lookUp } from '../mcp/resolve-host';
import { parseInput } from '../servers/parse-input';
import type { EgressTrial } from './dto';
import { egressTrialSchema } from './schema';
import { storedRules } from './stored-rules';
import { trialHost } from './trial-host';

const LOOK_UP_MS = 5000;

interface Options {
  actor: Actor;
  /** `address`, and `allow` or `deny` to try in place of the list in force. */
  input: unknown;
}

/** What a connection to an address would come to, and by which rule. Looks the name up; dials nothing. Throws AppError `bad_input`. */
export const tryEgress = verb(
  { name: 'egress.try', role: 'operator' },
  async ({ input }: Options): Promise<EgressTrial> => {
    const { address, ...draft } = parseInput(egressTrialSchema, input, 'an egress trial');
    const host = trialHost(address);
    const { rules } = await storedRules(currentClient());
    return trial(host, readyRules({ ...rules, ...draft }));
  },
);

async function trial(host: string, rules: ReadyRules): Promise<EgressTrial> {
  const refusal = nameRefusal(host, rules);
  if (refusal) return { host, is_allowed: false, sentence: `${refusal.reason}.`, addresses: [] };
  try {
    return judged(host, await addressesOf(host), rules);
  } catch (error) {
    if (!(error instanceof McpFailure)) throw error;
    return { host, is_allowed: false, sentence: error.message, addresses: [] };
  }
}
