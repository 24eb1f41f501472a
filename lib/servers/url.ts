/** Query names whose value is a secret. Also used for header names. */
export const secretName = /(auth|token|secret|key|passw|pwd|credential|cookie|session|signature|sig$|jwt)/i;

/** Why this text is not the URL of an MCP server, or null. */
export function urlProblem(value: string): string | null {
  // WHATWG URL drops tabs and line breaks in silence, so they are looked for in the text itself.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  if (/[\u0000-\u0020\u007f]/.test(value)) return 'URL has a space or a control character in it';
  if (!URL.canParse(value)) return 'URL is not a complete address: write it like https://mcp.example.com/mcp';
  const url = new URL(value);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return `URL starts with https:// or http://, not ${url.protocol.slice(0, 40)}`;
  }
  if (url.username || url.password || /^[a-z]+:[/\\]*[^/\\?#]*@/i.test(value)) {
    return 'URL holds a user name or password: put them under Authentication';
  }
  if (!url.hostname) return 'URL has no host name';
  return null;
}

/** Scheme, host and port: what a stored secret was entered for. Null when it cannot be told. */
export function originOf(value: string): string | null {
  return URL.canParse(value) ? new URL(value).origin : null;
}

/** The URL as it may be shown: no userinfo, no fragment, values of secret-looking query names replaced. */
export function redactUrl(value: string, mark: string): string {
  if (!URL.canParse(value)) return '(not a URL)';
  const url = new URL(value);
  url.username = '';
  url.password = '';
  url.hash = '';
  const pairs = queryPairs(url.search);
  if (!pairs.some(isSecret)) return url.href;
  return withQuery(
    url,
    pairs.map((pair) => (isSecret(pair) ? `${pair.rawName}=${mark}` : pair.raw)),
  );
}

/**
 * Puts stored secret query values back where the mark stands; the nth mark of a name takes the nth stored value.
 * `missing` names the marks that stand for nothing stored.
 */
export function restoreUrl(value: string, stored: string | null, mark: string): { url: string; missing: string[] } {
  if (!URL.canParse(value)) return { url: value, missing: [] };
  const url = new URL(value);
  const pairs = queryPairs(url.search);
  if (!pairs.some((pair) => pair.value === mark)) return { url: value, missing: [] };
  const kept = stored !== null && URL.canParse(stored) ? queryPairs(new URL(stored).search) : [];
  const missing: string[] = [];
  const seen = new Map<string, number>();
  const restored = pairs.map((pair) => {
    const nth = seen.get(pair.name) ?? 0;
    seen.set(pair.name, nth + 1);
    if (pair.value !== mark) return pair.raw;
    const before = kept.filter(({ name }) => name === pair.name)[nth];
    if (!before) missing.push(pair.name);
    return before?.raw ?? pair.raw;
  });
  return { url: withQuery(url, restored), missing };
}

interface QueryPair {
  raw: string;
  rawName: string;
  name: string;
  value: string;
}

// Split by hand: URLSearchParams would re-encode the parts that stay.
function queryPairs(search: string): QueryPair[] {
  if (search.length < 2) return [];
  return search
    .slice(1)
    .split('&')
    .map((raw) => {
      const at = raw.indexOf('=');
      const rawName = at < 0 ? raw : raw.slice(0, at);
      const [[name, value] = ['', '']] = [...new URLSearchParams(raw)];
      return { raw, rawName, name, value };
    });
}

function isSecret({ name, value }: QueryPair): boolean {
  return secretName.test(name) && value !== '';
}

function withQuery(url: URL, parts: string[]): string {
  url.search = '';
  return `${url.href}?${parts.join('&')}`;
}
