import { nearestKey } from './nearest';
import { newServerSchema } from './schema';

export const serverFields: readonly string[] = Object.keys(newServerSchema.shape);

/** A slip in one of these changes what a server is trusted by. */
export const tlsKeys: readonly string[] = ['ssl_verify', 'ssl_verify_until', 'ca_bundle_id', 'include_public_roots'];

/** What other tools call it. */
const otherWords: Record<string, string> = {
  verify: 'ssl_verify',
  verify_tls: 'ssl_verify',
  tls_verify: 'ssl_verify',
  ca: 'ssl_verify',
  ca_bundle: 'ssl_verify',
  ca_cert: 'ssl_verify',
  ca_file: 'ssl_verify',
  cafile: 'ssl_verify',
  insecure: 'ssl_verify',
  headers: 'static_headers',
};

/** Part of every answer; a client that sends a record back as it came sends them too. */
const readOnlyFields: readonly string[] = [
  'status',
  'last_health_check',
  'health_check_error',
  'health_check_code',
  'certificate_expires_at',
  'ssl_verify_by',
  'is_config',
  'created_at',
  'updated_at',
  'created_by',
  'updated_by',
  'warnings',
];

/** One sentence for each field that is kept out of the database. */
export function unknownFields(
  input: unknown,
  known: readonly string[] = serverFields,
  what = 'a server',
  readOnly: readonly string[] = [],
): string[] {
  if (!isObject(input)) return [];
  const found = Object.keys(input).filter((key) => !known.includes(key));
  const nested = isObject(input.credentials) ? Object.keys(input.credentials) : [];
  const inside = nested.filter((key) => key !== 'auth_value' && key !== 'is_set');
  return [
    ...found.slice(0, 100).map((key) => sentence(key, { known, what, readOnly: [...readOnlyFields, ...readOnly] })),
    ...inside.slice(0, 100).map((key) => `\`credentials.${shownKey(key)}\`: not a field of credentials, kept out`),
  ];
}

interface Subject {
  known: readonly string[];
  what: string;
  readOnly: readonly string[];
}

function sentence(key: string, { known, what, readOnly }: Subject): string {
  if (readOnly.includes(key)) return `\`${key}\`: read-only, not changed`;
  const meant = meantKey(key, known);
  return meant
    ? `\`${shownKey(key)}\`: did you mean \`${meant}\`?`
    : `\`${shownKey(key)}\`: not a field of ${what}, kept out`;
}

/** The known key that was probably meant, or null. */
export function meantKey(key: string, known: readonly string[]): string | null {
  const other = Object.hasOwn(otherWords, key.toLowerCase()) ? otherWords[key.toLowerCase()] : undefined;
  return other && known.includes(other) ? other : nearestKey(key, known);
}

/** A key of unknown origin, fit for a sentence. */
export function shownKey(key: string): string {
  const text = key.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?');
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
