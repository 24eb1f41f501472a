import { isIP } from 'node:net';

/** Lower case, without a trailing dot. */
export function foldHost(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

/** An address as URLs write it (RFC 5952); any other text as it is. */
export function canonicalAddress(text: string): string {
  return isIP(text) === 6 ? new URL(`http://[${text}]`).hostname.slice(1, -1) : text;
}

export function isWildcard(name: string): boolean {
  return name.startsWith('*.') && name.lastIndexOf('*') === 0;
}

/** RFC 6125 section 6.4.3: the wildcard is the whole first label and stands for one label. */
export function covers(pattern: string, host: string): boolean {
  const dot = host.indexOf('.');
  return isWildcard(pattern) && pattern.includes('.', 2) && dot > 0 && pattern.slice(1) === host.slice(dot);
}

/** Whether somebody may have meant a pattern for a host: each `*`, wherever it stands, for a part of one label. */
export function resembles(pattern: string, host: string): boolean {
  const wanted = pattern.split('.');
  const labels = host.split('.');
  if (!pattern.includes('*') || wanted.length !== labels.length) return false;
  return wanted.every((part, at) => labelResembles(part, labels[at] ?? ''));
}

function labelResembles(pattern: string, label: string): boolean {
  if (!pattern.includes('*')) return pattern === label;
  const before = pattern.slice(0, pattern.indexOf('*'));
  const after = pattern.slice(pattern.lastIndexOf('*') + 1);
  return label.length >= before.length + after.length && label.startsWith(before) && label.endsWith(after);
}

/** One letter too many, too few or another, or two neighbours swapped. Short names differ by one letter all the time. */
export function isOneSlip(a: string, b: string): boolean {
  if (a === b || Math.min(a.length, b.length) < 5 || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const left = a.slice(start, a.length - end);
  const right = b.slice(start, b.length - end);
  return (left.length < 2 && right.length < 2) || (left.length === 2 && left === `${right[1]}${right[0]}`);
}
