import type { ServerFormValues } from './form-values';

/** Fields that a connection test depends on, by their label, with what is compared. */
const parts: [string, (values: ServerFormValues) => unknown][] = [
  ['URL', ({ url }) => url.trim()],
  ['Transport', ({ transport }) => transport],
  ['Authentication', ({ auth_type, secret, auth_value }) => [auth_type, auth_type === 'none' || [secret, auth_value]]],
  ['TLS verification', ({ tls, always_verify }) => [tls, tls === 'default' && always_verify]],
  ['CA bundle', ({ tls, caBundleId }) => (tls === 'custom_ca' && caBundleId) || null],
  ['CA bundle path', ({ tls, caBundleId, ca_path }) => tls === 'custom_ca' && caBundleId === null && ca_path.trim()],
  ['Also trust the public roots', ({ tls, include_public_roots }) => tls === 'custom_ca' && include_public_roots],
  ['Headers', ({ headers }) => headers.filter(({ name }) => name.trim() !== '')],
  ['Timeout', ({ timeout_s }) => Number(timeout_s)],
];

/** Labels of the fields that have changed since a test, and would change its result. */
export function changedLabels(tested: ServerFormValues, current: ServerFormValues): string[] {
  return parts
    .filter(([, part]) => JSON.stringify(part(tested)) !== JSON.stringify(part(current)))
    .map(([label]) => label);
}
