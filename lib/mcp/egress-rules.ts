import { processState } from '../process-state';
import { type EgressEntry, readEntry } from './egress-entry';
import { type IpRange, isWithin } from './ip-range';

/** What an admin wrote: addresses, ranges in CIDR notation, names, and `*.` with a name. */
export interface EgressRules {
  allow: string[];
  deny: string[];
}

/** A list made ready for comparing. Each entry is found by its text. */
export interface EgressList {
  isEmpty: boolean;
  ranges: { range: IpRange; text: string }[];
  names: Map<string, string>;
  below: Map<string, string>;
}

export interface ReadyRules {
  allow: EgressList;
  deny: EgressList;
}

/** Reads rules once, for many comparisons. Throws RangeError for an entry that is none. Pure. */
export function readyRules({ allow, deny }: EgressRules): ReadyRules {
  return { allow: readyList(allow), deny: readyList(deny) };
}

function readyList(texts: readonly string[]): EgressList {
  const entries = texts.map(entryOf);
  const named = (kind: 'name' | 'below') =>
    new Map(entries.flatMap((entry) => (entry.kind === kind ? [[entry.name, entry.text]] : [])));
  return {
    isEmpty: entries.length === 0,
    ranges: entries.flatMap((entry) => (entry.kind === 'range' ? [{ range: entry.range, text: entry.text }] : [])),
    names: named('name'),
    below: named('below'),
  };
}

function entryOf(text: string): EgressEntry {
  const read = readEntry(text);
  if ('problem' in read) throw new RangeError(read.problem);
  return read.entry;
}

/** The entry that covers a host by its name, or null. */
export function entryForName({ names, below }: EgressList, host: string): string | null {
  const name = host.toLowerCase().replace(/\.+$/, '');
  const exact = names.get(name);
  if (exact !== undefined || below.size === 0) return exact ?? null;
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    const found = below.get(name.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return null;
}

/** The entry that covers an address, or null. */
export function entryForAddress({ ranges }: EgressList, address: readonly number[]): string | null {
  return ranges.find(({ range }) => isWithin(address, range))?.text ?? null;
}

const inForce = processState('egress-rules', () => ({ rules: readyRules({ allow: [], deny: [] }) }));

/** The rules that every connection of this process goes by; none until lib/egress has put some in force. */
export function egressRules(): ReadyRules {
  return inForce.rules;
}

/** From here on; connections that exist already live on. Throws RangeError for an entry that is none. */
export function setEgressRules(rules: EgressRules): void {
  inForce.rules = readyRules(rules);
}
