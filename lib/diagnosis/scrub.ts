const MARK = '[set]';

/**
 * Takes secrets out of everything a server may have echoed: each string in the value, at any depth. Secrets shorter
 * than six characters stay, because they would take ordinary words with them.
 */
export function scrub<T>(value: T, secrets: string[]): T {
  const long = secrets.filter((secret) => secret.length >= 6).sort((a, b) => b.length - a.length);
  return long.length === 0 ? value : (walk(value, long) as T);
}

function walk(value: unknown, secrets: string[]): unknown {
  if (typeof value === 'string') return secrets.reduce((text, secret) => text.replaceAll(secret, MARK), value);
  if (Array.isArray(value)) return value.map((item) => walk(item, secrets));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, secrets)]));
}
