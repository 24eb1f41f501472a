import type { CheckTarget } from '../diagnosis/target';
import { mergeSecrets } from './merge-secrets';
import { parseInput } from './parse-input';
import { refuseUnknownBundle } from './refuse-unknown-bundle';
import type { ServerRow } from './row';
import { draftChangesSchema, draftSchema } from './schema';
import { targetOf } from './target';
import { noTrust, trustColumns } from './trust-columns';
import { originOf } from './url';

/** A server that is not saved, ready for a connection test. Throws AppError `bad_input`. */
export async function draftTarget(input: unknown): Promise<CheckTarget> {
  const draft = parseInput(draftSchema, input);
  await refuseUnknownBundle(draft.ca_bundle_id);
  const trust = trustColumns(draft, noTrust);
  const { url, authValue, headers } = mergeSecrets(draft, null);
  return {
    id: null,
    url,
    transport: draft.transport,
    ssl_verify: trust.sslVerify,
    ca_bundle_id: trust.caBundleId,
    include_public_roots: draft.include_public_roots,
    auth_type: draft.auth_type,
    auth_value: authValue,
    static_headers: headers,
    timeout_ms: draft.timeout_ms,
    era: null,
  };
}

/** Whether a draft turns verification off: for its host the saved server makes no exception. */
export function turnsVerificationOff(draft: CheckTarget, saved: ServerRow | null): boolean {
  if (draft.ssl_verify !== 'false') return false;
  return saved?.sslVerify !== 'false' || originOf(draft.url) !== originOf(saved.url);
}

/**
 * A saved server with the draft's fields in place of its own; what the draft leaves out is as stored.
 * Throws AppError `bad_input`, also when a stored secret would go to another host.
 */
export async function changedTarget(row: ServerRow, input: unknown): Promise<CheckTarget> {
  const changes = parseInput(draftChangesSchema, input);
  await refuseUnknownBundle(changes.ca_bundle_id);
  const trust = trustColumns(changes, row);
  const saved = targetOf(row);
  const auth_type = changes.auth_type ?? saved.auth_type;
  const stored = { url: saved.url, authValue: saved.auth_value, headers: saved.static_headers };
  const { url, authValue, headers } = mergeSecrets({ ...changes, url: changes.url ?? saved.url, auth_type }, stored);
  const transport = changes.transport ?? saved.transport;
  return {
    ...saved,
    url,
    transport,
    ssl_verify: trust.sslVerify,
    ca_bundle_id: trust.caBundleId,
    // What a draft shows is nobody's next check.
    ended: null,
    include_public_roots: changes.include_public_roots ?? saved.include_public_roots,
    auth_type,
    auth_value: authValue,
    static_headers: headers,
    timeout_ms: changes.timeout_ms ?? saved.timeout_ms,
    era: url === saved.url && transport === saved.transport ? saved.era : null,
  };
}
