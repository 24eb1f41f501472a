import type { CheckTarget } from '../diagnosis/target';
import { mergeSecrets } from './merge-secrets';
import { parseInput } from './parse-input';
import { refuseUnknownBundle } from './refuse-unknown-bundle';
import type { ServerRow } from './row';
import { draftChangesSchema, draftSchema } from './schema';
import { targetOf } from './target';

/** A server that is not saved, ready for a connection test. Throws AppError `bad_input`. */
export function draftTarget(input: unknown): CheckTarget {
  const draft = parseInput(draftSchema, input);
  refuseUnknownBundle(draft.ca_bundle_id);
  const { url, authValue, headers } = mergeSecrets(draft, null);
  return {
    id: null,
    url,
    transport: draft.transport,
    ssl_verify: draft.ssl_verify ?? null,
    ca_bundle_id: null,
    include_public_roots: draft.include_public_roots,
    auth_type: draft.auth_type,
    auth_value: authValue,
    static_headers: headers,
    timeout_ms: draft.timeout_ms,
    era: null,
  };
}

/**
 * A saved server with the draft's fields in place of its own; what the draft leaves out is as stored.
 * Throws AppError `bad_input`, also when a stored secret would go to another host.
 */
export function changedTarget(row: ServerRow, input: unknown): CheckTarget {
  const changes = parseInput(draftChangesSchema, input);
  refuseUnknownBundle(changes.ca_bundle_id);
  const saved = targetOf(row);
  const auth_type = changes.auth_type ?? saved.auth_type;
  const stored = { url: saved.url, authValue: saved.auth_value, headers: saved.static_headers };
  const { url, authValue, headers } = mergeSecrets({ ...changes, url: changes.url ?? saved.url, auth_type }, stored);
  const transport = changes.transport ?? saved.transport;
  return {
    ...saved,
    url,
    transport,
    ssl_verify: changes.ssl_verify === undefined ? saved.ssl_verify : changes.ssl_verify,
    ca_bundle_id: changes.ca_bundle_id === undefined ? saved.ca_bundle_id : null,
    include_public_roots: changes.include_public_roots ?? saved.include_public_roots,
    auth_type,
    auth_value: authValue,
    static_headers: headers,
    timeout_ms: changes.timeout_ms ?? saved.timeout_ms,
    era: url === saved.url && transport === saved.transport ? saved.era : null,
  };
}
