import { findingCodes } from './codes';
import { stageNames } from './report';

const MARK = '[set]';

/** The report's own vocabulary. A password that is one of these words must not break the report. */
const vocabulary = new Set<string>([
  ...findingCodes,
  ...stageNames,
  ...'ok warning failed skipped error info http sse legacy 2026-07-28 started stage report accept reject unknown'.split(
    ' ',
  ),
  ...'public bundle bundle+public none server env:SSL_VERIFY config env:SSL_CERT_FILE default'.split(' '),
]);

/** Where a server chooses the property names too, and the names that MCP gives there. */
const foreign = new Set(['capabilities', 'tools']);
const protocolKeys = new Set(
  'name title description inputSchema outputSchema annotations icons execution _meta type properties required items tools resources prompts logging completions experimental listChanged subscribe'.split(
    ' ',
  ),
);

/** Texts of a server are cut at this length or later, perhaps in the middle of a secret. */
const MIN_CUT_LENGTH = 200;
const MIN_SECRET_LENGTH = 6;

/**
 * Takes secrets out of everything a server may have echoed: each string in the value, at any depth, and the property
 * names that come from the server. Secrets shorter than six characters stay, because they would take ordinary words
 * with them.
 */
export function scrub<T>(value: T, secrets: string[]): T {
  const long = secrets.filter((secret) => secret.length >= MIN_SECRET_LENGTH).sort((a, b) => b.length - a.length);
  return long.length === 0 ? value : (walk(value, long, false) as T);
}

function walk(value: unknown, secrets: string[], isForeign: boolean): unknown {
  if (typeof value === 'string') return isForeign || !vocabulary.has(value) ? clean(value, secrets) : value;
  if (Array.isArray(value)) return value.map((item) => walk(item, secrets, isForeign));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      isForeign && !protocolKeys.has(key) ? clean(key, secrets) : key,
      walk(item, secrets, isForeign || foreign.has(key)),
    ]),
  );
}

function clean(text: string, secrets: string[]): string {
  return secrets.reduce((left, secret) => withoutCutSecret(left.replaceAll(secret, MARK), secret), text);
}

function withoutCutSecret(text: string, secret: string): string {
  if (text.length < MIN_CUT_LENGTH) return text;
  for (let length = secret.length - 1; length >= MIN_SECRET_LENGTH; length -= 1) {
    if (text.endsWith(secret.slice(0, length))) return text.slice(0, -length) + MARK;
  }
  return text;
}
