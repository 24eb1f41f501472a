/** `ssl_verify` once read: none, verify on or off, or the path of a bundle. */
export type SslVerify = null | boolean | { path: string };

const ambiguous = new Map([
  ['0', 'false'],
  ['no', 'false'],
  ['off', 'false'],
  ['1', 'true'],
  ['yes', 'true'],
  ['on', 'true'],
]);

/** Thrown by {@link parseSslVerify}; the message ends a sentence that starts with the input's name. */
export class SslVerifyError extends Error {}

/**
 * Reads the wire, YAML, column and environment form of `ssl_verify`.
 * Strings are trimmed; "true" and "false" in any case are the booleans; an empty string is none;
 * every other string is a path. Throws SslVerifyError for `"0"`, `"no"`, `"off"`, `"1"`, `"yes"`, `"on"`,
 * for control characters, and for anything that is neither string, boolean nor null.
 */
export function parseSslVerify(value: unknown): SslVerify {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') {
    throw new SslVerifyError('takes true, false, the path of a CA bundle, or nothing');
  }
  const text = value.trim();
  if (text === '') return null;
  const lower = text.toLowerCase();
  if (lower === 'true') return true;
  if (lower === 'false') return false;
  const meant = ambiguous.get(lower);
  if (meant) throw new SslVerifyError(`"${text}" is neither true, false nor the path of a bundle: write ${meant}`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  if (/[\u0000-\u001f\u007f]/.test(text)) throw new SslVerifyError('has a control character in it');
  if (text.length > 4096) throw new SslVerifyError('is longer than 4096 characters');
  return { path: text };
}

/** The column form: NULL, "true", "false" or the path. */
export function storeSslVerify(value: SslVerify): string | null {
  if (value === null) return null;
  return typeof value === 'boolean' ? String(value) : value.path;
}

/** The form's three-way choice plus what only REST and YAML can say. */
export type TlsMode = 'default' | 'custom_ca' | 'disabled' | 'verify';

export function tlsMode(value: SslVerify): TlsMode {
  if (value === null) return 'default';
  if (value === true) return 'verify';
  return value === false ? 'disabled' : 'custom_ca';
}
