import { z } from 'zod';
import { parseSslVerify, SslVerifyError, storeSslVerify } from '../trust/ssl-verify';
import { exceptionEnd } from './exception-schema';
import { urlProblem } from './url';

/**
 * The one schema of a server: form, server action, REST and YAML parse with it.
 * Keys are the wire names of the LiteLLM-compatible API. Pure: the browser loads it too.
 */

/** Stands for a stored secret in answers; sent back unchanged it keeps what is stored. */
export const SECRET_SET = '[set]';

export const transports = ['http', 'sse'] as const;
export const authTypes = ['none', 'api_key', 'bearer_token', 'basic', 'authorization'] as const;
export type Transport = (typeof transports)[number];
export type AuthType = (typeof authTypes)[number];

export const DEFAULT_TIMEOUT_MS = 15_000;

/** Also the bidirectional controls: they make a name read as another one. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const controlCharacter = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Headers the HTTP client sets itself, or that would smuggle a second request. */
const reservedHeaders = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'upgrade',
  'te',
  'trailer',
  'keep-alive',
  'expect',
  'accept',
  'content-type',
  'accept-encoding',
  'mcp-session-id',
  'mcp-protocol-version',
]);

/** Half a surrogate pair cannot be stored as UTF-8 and would come back as another character. */
const isWellFormed = (value: string) => !/\p{Surrogate}/u.test(value);

const expected = (label: string, what: string) => (issue: { input?: unknown }) =>
  issue.input === undefined ? `${label} is missing` : `${label} is ${what}`;

/** A text without line breaks and other control characters. */
export function singleLine(label: string, max: number) {
  return z
    .string({ error: expected(label, 'a text') })
    .max(max, `${label} is longer than ${max} characters`)
    .refine((value) => !controlCharacter.test(value), `${label} has a control character in it`)
    .refine(isWellFormed, `${label} has half a character (a lone surrogate) in it`);
}

/** LiteLLM joins names and tools with "-", so a name may not hold one; answered 400 rather than 422. */
const name = (label: string) =>
  singleLine(label, 200)
    .transform((value) => value.normalize('NFC').trim())
    .refine((value) => !/\p{Cf}/u.test(value), `${label} has a character in it that cannot be seen`)
    .refine((value) => value !== '', { error: `${label} is empty`, params: { code: 'bad_name' } })
    .refine((value) => !value.includes('-'), {
      error: `${label} may not contain "-": use "_" instead`,
      params: { code: 'bad_name' },
    });

// biome-ignore lint/suspicious/noControlCharactersInRegex: line breaks and tabs are text here
const controlCharacterInText = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** A text that may have line breaks and tabs. */
export function multilineText(label: string, max: number) {
  return z
    .string({ error: expected(label, 'a text') })
    .max(max, `${label} is longer than ${max} characters`)
    .refine((value) => !controlCharacterInText.test(value), `${label} has a control character in it`)
    .refine(isWellFormed, `${label} has half a character (a lone surrogate) in it`);
}

const description = multilineText('Description', 4000);

const url = z
  .string({ error: expected('URL', 'a text') })
  .trim()
  .max(2048, 'URL is longer than 2048 characters')
  .superRefine((value, context) => {
    const problem = urlProblem(value);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  })
  // A fragment is never sent, and may hold a token.
  .transform((value) => value.replace(/#.*$/s, ''));

const headerValue = z
  .string({ error: 'a header value is a text' })
  .max(8192, 'a header value is longer than 8192 characters')
  .refine(
    (value) => !/[^\t\u0020-\u007e\u0080-\u00ff]/.test(value),
    'a header value has a character that HTTP cannot carry',
  );

/** Names and values together. Servers refuse much less: Node's HTTP takes 16 KiB. */
const MAX_HEADER_BYTES = 65_536;

const staticHeaders = z
  .record(z.string(), headerValue, { error: 'static_headers is an object of header names and values' })
  .superRefine((headers, context) => {
    const names = Object.keys(headers);
    if (names.length > 50) context.addIssue({ code: 'custom', message: 'more than 50 headers' });
    const bytes = Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + value.length, 0);
    if (bytes > MAX_HEADER_BYTES)
      context.addIssue({ code: 'custom', message: 'the headers are longer than 65536 bytes in all' });
    const seen = new Set<string>();
    for (const key of names) {
      if (seen.has(key.toLowerCase()))
        context.addIssue({ code: 'custom', path: [key], message: 'this header stands here twice' });
      seen.add(key.toLowerCase());
      if (!headerName.test(key) || key.length > 200) {
        context.addIssue({ code: 'custom', path: [key], message: 'not a header name (RFC 9110 section 5.1)' });
      } else if (reservedHeaders.has(key.toLowerCase())) {
        context.addIssue({ code: 'custom', path: [key], message: 'this header is set by Vouch itself' });
      }
    }
  });

const names = (label: string) =>
  z
    .array(singleLine(label, 200).min(1, `${label} is empty`), { error: `${label} is a list of texts` })
    .max(1000, `more than 1000 entries in ${label}`);

/** Leaves column form: null, "true", "false" or a path. */
const sslVerify = z
  .union([z.string(), z.boolean(), z.null()], {
    error: 'ssl_verify takes true, false, the path of a CA bundle, or null',
  })
  .transform((value, context) => {
    try {
      return storeSslVerify(parseSslVerify(value));
    } catch (error) {
      if (!(error instanceof SslVerifyError)) throw error;
      context.addIssue({ code: 'custom', message: `ssl_verify ${error.message}` });
      return z.NEVER;
    }
  });

const connectionShape = {
  url,
  transport: z.enum(transports, { error: expected('Transport', '"http" or "sse"') }),
  auth_type: z
    .enum(authTypes, { error: `Authentication is one of ${authTypes.join(', ')}` })
    .nullish()
    .transform((value) => value ?? 'none'),
  /** Write-only. Absent, null inside, or without `auth_value`: what is stored stays. `null`: removed. */
  credentials: z
    .object({ auth_value: headerValue.nullish() }, { error: 'credentials is an object with auth_value, or null' })
    .nullish(),
  static_headers: staticHeaders.nullish(),
  ssl_verify: sslVerify.nullish(),
  ca_bundle_id: singleLine('ca_bundle_id', 200).nullish(),
  include_public_roots: z
    .boolean({ error: 'include_public_roots is true or false' })
    .nullish()
    .transform((value) => value ?? false),
  timeout_ms: z
    .number({ error: 'timeout_ms is a number of milliseconds' })
    .int('timeout_ms is a whole number of milliseconds')
    .min(100, 'timeout_ms is at least 100')
    .max(120_000, 'timeout_ms is at most 120000')
    .nullish()
    .transform((value) => value ?? DEFAULT_TIMEOUT_MS),
};

// How long it is first: to look at each part of a large one takes seconds.
const mcpInfo = z
  .custom((value) => JSON.stringify(value ?? {}).length <= 65_536, {
    error: 'mcp_info is longer than 65536 characters of JSON',
    abort: true,
  })
  .pipe(z.record(z.string(), z.json(), { error: 'mcp_info is an object' }));

const describingShape = {
  server_name: name('Name'),
  alias: name('Alias').nullish(),
  description: description.nullish(),
  extra_headers: names('extra_headers').nullish(),
  allowed_tools: names('allowed_tools').nullish(),
  mcp_access_groups: names('mcp_access_groups').nullish(),
  mcp_info: mcpInfo.nullish(),
  ssl_verify_reason: singleLine('Reason', 500).nullish(),
  ssl_verify_until: exceptionEnd.nullish(),
};

const serverId = singleLine('server_id', 200)
  .min(1, 'server_id is empty')
  .regex(/^[A-Za-z0-9._~-]+$/, 'server_id holds letters, digits and . _ ~ -')
  .refine(
    (value) => !['.', '..', 'health', 'new'].includes(value),
    'server_id is a word that addresses use for something else',
  );

/** A whole new server. The edge supplies its own default transport: REST `sse`, YAML and form `http`. */
export const newServerSchema = z.object({ server_id: serverId.nullish(), ...describingShape, ...connectionShape });

/** What a connection test needs of a server that is not saved. */
export const draftSchema = z.object({
  ...connectionShape,
  transport: connectionShape.transport.default('http'),
  /** The saved server whose stored secrets fill in what the draft leaves out. */
  server_id: serverId.nullish(),
});

/** Which saved server a connection test is about, if any. */
export const testSubjectSchema = z.object({ server_id: serverId.nullish() });

/** The part of a draft that differs from the saved server it is a draft of. */
export const draftChangesSchema = z.object(connectionShape).partial().extend({ server_id: serverId });

/** Changes to a saved server: omitted fields stay, `null` clears. */
export const serverChangesSchema = newServerSchema.partial().extend({ server_id: serverId });

export type NewServerInput = z.input<typeof newServerSchema>;
export type NewServer = z.output<typeof newServerSchema>;
export type DraftInput = z.input<typeof draftSchema>;
export type ServerChanges = z.output<typeof serverChangesSchema>;
