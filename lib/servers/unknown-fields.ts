import { nearestKey } from './nearest';
import { newServerSchema } from './schema';

export const serverFields: readonly string[] = Object.keys(newServerSchema.shape);

/** Part of every answer; a client that sends a record back as it came sends them too. */
const readOnlyFields: readonly string[] = [
  'status',
  'last_health_check',
  'health_check_error',
  'health_check_code',
  'is_config',
  'created_at',
  'updated_at',
  'created_by',
  'updated_by',
  'warnings',
];

/** One sentence for each field that is kept out of the database. */
export function unknownFields(input: unknown, known: readonly string[] = serverFields): string[] {
  if (!isObject(input)) return [];
  const found = Object.keys(input).filter((key) => !known.includes(key));
  const nested = isObject(input.credentials) ? Object.keys(input.credentials) : [];
  const inside = nested.filter((key) => key !== 'auth_value' && key !== 'is_set');
  return [
    ...found.slice(0, 100).map((key) => sentence(key, known)),
    ...inside.slice(0, 100).map((key) => `\`credentials.${shown(key)}\`: not a field of credentials, kept out`),
  ];
}

function sentence(key: string, known: readonly string[]): string {
  if (readOnlyFields.includes(key)) return `\`${key}\`: read-only, not changed`;
  const meant = nearestKey(key, known);
  return meant ? `\`${shown(key)}\`: did you mean \`${meant}\`?` : `\`${shown(key)}\`: not a field of a server, kept out`;
}

function shown(key: string): string {
  const text = key.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?');
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
