type Level = 'info' | 'warn' | 'error';

/** `requestId` joins the lines of one request; everything else is free. */
export interface LogFields {
  requestId?: string;
  [field: string]: unknown;
}

const secretKeyName = /auth|token|secret|key|passw|pwd|credential|cookie|session|signature|sig$|jwt/i;
const userinfo = /(\/\/)[^/?#\s@"']+@/g;
const authScheme = /\b(Bearer|Basic)\s+[\w.~+/=-]{4,}/gi;
const MAX_DEPTH = 5;
const MAX_TEXT = 4_000;

/** The only writer of logs: one JSON line a call. Values under secret-looking names are left out. */
export const log = {
  info: (message: string, fields?: LogFields) => write('info', message, fields),
  warn: (message: string, fields?: LogFields) => write('warn', message, fields),
  error: (message: string, fields?: LogFields) => write('error', message, fields),
};

function write(level: Level, message: string, fields: LogFields = {}): void {
  const line = { ...(redact(fields, 0) as object), time: new Date().toISOString(), level, message: text(message) };
  const stream = level === 'info' ? process.stdout : process.stderr;
  stream.write(`${JSON.stringify(line)}\n`);
}

function redact(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return '[deeper]';
  if (value instanceof Error) {
    const { name, message, stack, cause } = value;
    const { code } = value as NodeJS.ErrnoException;
    return redact({ name, message, code, stack, cause }, depth);
  }
  if (value instanceof Date || value instanceof URL)
    return text(String(value instanceof Date ? value.toJSON() : value));
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      secretKeyName.test(key) && item != null && typeof item !== 'boolean' ? '[redacted]' : redact(item, depth + 1),
    ]),
  );
}

function text(value: string): string {
  return value.slice(0, MAX_TEXT).replace(userinfo, '$1').replace(authScheme, '$1 [redacted]');
}
