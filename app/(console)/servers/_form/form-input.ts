import type { ServerRecord } from '@/lib/servers/dto';
import { type DraftInput, type NewServerInput, SECRET_SET } from '@/lib/servers/schema';
import { type ServerFormValues, savedDay } from './form-values';

/** What the form says, under wire names. Absent fields stay as they are stored. */
export function inputOf(values: ServerFormValues, saved: ServerRecord | null): NewServerInput {
  const draft = draftOf(values, saved);
  return {
    ...draft,
    server_name: values.server_name,
    description: values.description.trim() === '' ? null : values.description,
    ...exceptionOf(values, saved),
  };
}

/** The part that a connection test needs. */
export function draftOf(
  values: ServerFormValues,
  saved: ServerRecord | null,
): DraftInput & { transport: 'http' | 'sse' } {
  return {
    ...(saved && { server_id: saved.server_id }),
    url: values.url,
    transport: values.transport,
    auth_type: values.auth_type,
    ...credentialsOf(values, saved),
    static_headers: Object.fromEntries(
      values.headers
        .filter(({ name, value, isStored }) => name.trim() !== '' || value !== '' || isStored)
        .map(({ name, value, isStored }) => [name.trim(), isStored ? SECRET_SET : value]),
    ),
    ...trustOf(values),
    include_public_roots: values.include_public_roots,
    timeout_ms: Math.round(Number(values.timeout_s) * 1000),
  };
}

/** Of the two ways to name a bundle, one is always taken back. */
function trustOf(values: ServerFormValues): { ssl_verify: boolean | string | null; ca_bundle_id: string | null } {
  const { tls, caBundleId, ca_path, always_verify } = values;
  if (tls === 'disabled') return { ssl_verify: false, ca_bundle_id: null };
  if (tls === 'default') return { ssl_verify: always_verify ? true : null, ca_bundle_id: null };
  if (caBundleId !== null) return { ssl_verify: null, ca_bundle_id: caBundleId };
  return { ssl_verify: ca_path, ca_bundle_id: null };
}

function credentialsOf({ auth_type, secret, auth_value }: ServerFormValues, saved: ServerRecord | null) {
  const isStored = Boolean(saved?.credentials);
  if (auth_type === 'none' || secret === 'remove') return isStored ? { credentials: null } : {};
  if (secret === 'keep' || auth_value === '') return {};
  return { credentials: { auth_value } };
}

/** Reason and end belong to Disabled and go with it. */
function exceptionOf({ tls, ssl_verify_reason, ssl_verify_until }: ServerFormValues, saved: ServerRecord | null) {
  if (tls !== 'disabled') return saved?.ssl_verify === false ? { ssl_verify_reason: null, ssl_verify_until: null } : {};
  // A saved end may be in the middle of its day, and what is not changed stays as it is.
  const isKept = saved?.ssl_verify === false && ssl_verify_until === savedDay(saved);
  return {
    ssl_verify_reason: ssl_verify_reason.trim() || null,
    ssl_verify_until: isKept ? saved.ssl_verify_until : ssl_verify_until || null,
  };
}
