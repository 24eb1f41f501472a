import { addressProblem, through } from './address';
import { entryForAddress, entryForName, type ReadyRules } from './egress-rules';
import { type ReadAddress, readAddress } from './read-address';

/** `allow_list`: it is on no entry of that list. `nothing`: no rule is against it, and the allow list is empty. */
export type EgressDecider = 'built_in' | 'deny' | 'allow' | 'allow_list' | 'nothing';

export interface EgressVerdict {
  isAllowed: boolean;
  decidedBy: EgressDecider;
  /** Of the deny or allow list. */
  entry: string | null;
  /** "10.0.0.7 is denied by 10.0.0.0/8 on the deny list" */
  reason: string;
}

/** Why a host is refused whatever its addresses are, so that it need not be looked up, or null. Pure. */
export function nameRefusal(host: string, { allow, deny }: ReadyRules): EgressVerdict | null {
  const entry = entryForName(deny, host);
  if (entry !== null) return refused('deny', entry, `${host} is denied by ${entry} on the deny list`);
  const isDecidedByName = !allow.isEmpty && allow.ranges.length === 0 && readAddress(host) === null;
  if (!isDecidedByName || entryForName(allow, host) !== null) return null;
  return refused('allow_list', null, `${host} is not on the allow list`);
}

/**
 * Whether an address of a host may be dialled. Built-in refusals come first; then the deny list, which also covers
 * addresses that are carried in the one that is dialled; then the allow list, by the host's name or that address. Pure.
 */
export function egressVerdict(host: string, address: string, rules: ReadyRules): EgressVerdict {
  const read = readAddress(address);
  if (!read) return refused('built_in', null, `${address} is not an IP address`);
  const problem = addressProblem(address, read);
  if (problem) return refused('built_in', null, problem);
  return nameRefusal(host, rules) ?? addressRefusal(address, read, rules) ?? allowance(host, address, read, rules);
}

function addressRefusal(address: string, read: ReadAddress, { deny }: ReadyRules): EgressVerdict | null {
  for (const candidate of read.all) {
    const entry = entryForAddress(deny, candidate);
    if (entry === null) continue;
    return refused('deny', entry, `${address}${through(candidate, read)} is denied by ${entry} on the deny list`);
  }
  return null;
}

function allowance(host: string, address: string, { own }: ReadAddress, { allow }: ReadyRules): EgressVerdict {
  if (allow.isEmpty) {
    return allowed('nothing', null, `${address} is not on the deny list, and the allow list is empty`);
  }
  const byName = entryForName(allow, host);
  if (byName !== null) return allowed('allow', byName, `${host} is allowed by ${byName} on the allow list`);
  const entry = entryForAddress(allow, own);
  if (entry !== null) return allowed('allow', entry, `${address} is allowed by ${entry} on the allow list`);
  const what = host === address ? `${address} is` : `${host} and ${address} are`;
  return refused('allow_list', null, `${what} not on the allow list`);
}

function allowed(decidedBy: EgressDecider, entry: string | null, reason: string): EgressVerdict {
  return { isAllowed: true, decidedBy, entry, reason };
}

function refused(decidedBy: EgressDecider, entry: string | null, reason: string): EgressVerdict {
  return { isAllowed: false, decidedBy, entry, reason };
}
