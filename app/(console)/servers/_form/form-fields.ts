import type { ServerFormValues } from './form-values';

const fields: Record<string, string> = {
  server_name: 'server_name',
  url: 'url',
  description: 'description',
  transport: 'transport',
  auth_type: 'auth_type',
  credentials: 'auth_value',
  ssl_verify: 'ca_path',
  ca_bundle_id: 'caBundleId',
  include_public_roots: 'include_public_roots',
  ssl_verify_reason: 'ssl_verify_reason',
  ssl_verify_until: 'ssl_verify_until',
  timeout_ms: 'timeout_s',
};

/** The form field that shows what was refused under a wire path; null when none does. */
export function fieldOf(path: readonly PropertyKey[], values: Pick<ServerFormValues, 'headers'>): string | null {
  const [first, second] = path;
  if (first !== 'static_headers') return fields[String(first)] ?? null;
  const index = values.headers.findIndex(({ name }) => name.trim().toLowerCase() === String(second).toLowerCase());
  return index === -1 ? null : `headers.${index}.name`;
}

/** Wire names at the start of a message become the label on screen. */
export function inLabelWords(message: string): string {
  const text = message
    .replace(/^ssl_verify /, 'CA bundle path ')
    .replace(/^ssl_verify_until /, 'Until ')
    .replace(/^timeout_ms /, 'Timeout ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
