import { readNamedVariable } from '../env';

const MARK = 'os.environ/';

interface Found {
  problem: (sentence: string) => void;
  warning: (sentence: string) => void;
}

/** Replaces every text `os.environ/NAME` by that variable. An empty variable counts as unset, as everywhere in Vouch. */
export function replaceVariables(value: unknown, path: string, found: Found): unknown {
  if (typeof value === 'string') return replaced(value, path, found);
  if (Array.isArray(value)) return value.map((item, index) => replaceVariables(item, `${path}[${index}]`, found));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, replaceVariables(item, `${path}.${key.slice(0, 60)}`, found)]),
  );
}

function replaced(value: string, path: string, { problem, warning }: Found): string {
  if (!value.startsWith(MARK)) {
    if (value.includes(MARK)) warning(`${path}: "${MARK}" is replaced only where the whole value is ${MARK}NAME`);
    return value;
  }
  const name = value.slice(MARK.length).trim();
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    problem(`${path}: "${MARK}" is followed by something that is not the name of a variable`);
    return value;
  }
  const text = readNamedVariable(name);
  if (!text) problem(`${path}: the environment variable ${name} is not set`);
  return text ?? '';
}
