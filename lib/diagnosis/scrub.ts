import { findingCodes } from './codes';
import { stageNames } from './report';
import type { SecretMatcher } from './secret-matcher';

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

/** The names that MCP gives in the result of a tool. */
const resultKeys = new Set(
  'content structuredContent isError _meta type text data mimeType uri blob resource name title description annotations icons resultType'.split(
    ' ',
  ),
);

/**
 * Takes secrets out of everything a server may have echoed: each string in the value, at any depth, and the property
 * names that come from the server.
 */
export function scrub<T>(value: T, secrets: SecretMatcher): T {
  return secrets.isEmpty ? value : (walk(value, secrets, null) as T);
}

/** The same for the result of a tool, where nearly every property name comes from the server. */
export function scrubResult<T>(value: T, secrets: SecretMatcher): T {
  return secrets.isEmpty ? value : (walk(value, secrets, resultKeys) as T);
}

/** `kept`: where the server chooses the property names, those that stay. Null where they are the report's own. */
function walk(value: unknown, secrets: SecretMatcher, kept: Set<string> | null): unknown {
  if (typeof value === 'string') return kept || !vocabulary.has(value) ? secrets.clean(value) : value;
  if (Array.isArray(value)) return value.map((item) => walk(item, secrets, kept));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      kept && !kept.has(key) ? secrets.clean(key) : key,
      walk(item, secrets, kept ?? (foreign.has(key) ? protocolKeys : null)),
    ]),
  );
}
