/** Query names whose value is a secret. Also used for header names. */
export const secretName = /(auth|token|secret|key|passw|pwd|credential|cookie|session|signature|sig$|jwt)/i;

/** Why this text is not the URL of an MCP server, or null. */
export function urlProblem(value: string): string | null {
  // WHATWG URL drops tabs and line breaks in silence, so they are looked for in the text itself.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  if (/[\u0000-\u0020\u007f]/.test(value)) return 'URL has a space or a control character in it';
  if (!URL.canParse(value)) return 'URL is not a complete address: write it like https://mcp.example.com/mcp';
  const url = new URL(value);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return `URL starts with https:// or http://, not ${url.protocol.slice(0, 40)}`;
  if (url.username || url.password || /^[a-z]+:\/\/[^/?#]*@/i.test(value)) {
    return 'URL holds a user name or password: put them under Authentication';
  }
  if (!url.hostname) return 'URL has no host name';
  return null;
}

/** The URL as it may be shown: no userinfo, values of secret-looking query names replaced. */
export function redactUrl(value: string, mark: string): string {
  if (!URL.canParse(value)) return value.slice(0, 200);
  const url = new URL(value);
  url.username = '';
  url.password = '';
  const pairs = [...url.searchParams];
  if (!pairs.some(([name, text]) => secretName.test(name) && text !== '')) return url.href;
  url.search = pairs
    .map(([name, text]) => {
      const shown = secretName.test(name) && text !== '' ? mark : encodeURIComponent(text);
      return `${encodeURIComponent(name)}=${shown}`;
    })
    .join('&');
  return url.href;
}

/** Puts stored secret query values back where the mark stands. */
export function restoreUrl(value: string, stored: string, mark: string): string {
  if (!URL.canParse(value) || !URL.canParse(stored)) return value;
  const url = new URL(value);
  const kept = new URL(stored).searchParams;
  if (![...url.searchParams].some(([, text]) => text === mark)) return value;
  for (const [name, text] of [...url.searchParams]) {
    const before = kept.get(name);
    if (text === mark && before !== null) url.searchParams.set(name, before);
  }
  return url.href;
}
