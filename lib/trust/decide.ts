import { parseSslVerify, type SslVerify, SslVerifyError } from './ssl-verify';
import { TrustError } from './trust-error';
import type { Roots, TrailEntry, TrustSource } from './types';

/** The three inputs of a trust decision, in column form: NULL, "true", "false" or a path. */
export interface TrustInputs {
  server: { ssl_verify: string | null; ca_bundle_id: string | null; include_public_roots: boolean };
  /** `SSL_VERIFY` and `SSL_CERT_FILE`; null when unset or empty. */
  environment: { sslVerify: string | null; sslCertFile: string | null };
  /** `litellm_settings.ssl_verify` of the YAML file; null when absent. */
  global: string | null;
}

/** Which certificates are trusted, before any file is read. */
export type Anchors =
  | { kind: 'none' }
  | { kind: 'public' }
  /** `input` names the setting the path came from, for errors. */
  | { kind: 'file'; path: string; input: string; withPublicRoots: boolean };

export interface TrustDecision {
  verify: boolean;
  source: TrustSource;
  anchors: Anchors;
  trail: TrailEntry[];
  warnings: string[];
}

type Input =
  | 'server.ssl_verify'
  | 'server.ca_bundle_id'
  | 'SSL_VERIFY'
  | 'litellm_settings.ssl_verify'
  | 'SSL_CERT_FILE';

/**
 * The decision table: the server's own value, then `SSL_VERIFY`, then the YAML file's global value, then
 * `SSL_CERT_FILE`, then the public roots; the first that says something decides. Pure.
 * Throws TrustError (`bundle_missing`) for a deciding value that is neither a boolean nor can be a path
 * ("0", "no", "off" and their like), and for a managed bundle that does not exist. An input that does not
 * decide is never read closer than the trail needs.
 */
export function decideTrust(inputs: TrustInputs): TrustDecision {
  const { server, environment, global } = inputs;
  const own = read(server.ssl_verify, 'server.ssl_verify');
  if (own !== false && server.ca_bundle_id !== null) {
    throw new TrustError(
      'bundle_missing',
      'server.ca_bundle_id',
      `The managed bundle "${server.ca_bundle_id}" that this server names does not exist.`,
      'Choose Custom CA and name the path of a bundle file.',
    );
  }
  if (own === true) return finish(inputs, 'server.ssl_verify', 'server', true);
  if (own !== null) return finish(inputs, 'server.ssl_verify', 'server', own);

  const fromEnvironment = read(environment.sslVerify, 'SSL_VERIFY');
  if (fromEnvironment !== null) return finish(inputs, 'SSL_VERIFY', 'env:SSL_VERIFY', fromEnvironment);

  const fromFile = read(global, 'litellm_settings.ssl_verify');
  if (fromFile !== null && fromFile !== true) return finish(inputs, 'litellm_settings.ssl_verify', 'config', fromFile);

  return finish(inputs, null, isSet(environment.sslCertFile) ? 'env:SSL_CERT_FILE' : 'default', true);
}

function read(value: string | null, input: Input): SslVerify {
  try {
    return parseSslVerify(value);
  } catch (error) {
    if (!(error instanceof SslVerifyError)) throw error;
    throw new TrustError('bundle_missing', input, `${label(input)} ${error.message}.`, `Correct ${label(input)}.`);
  }
}

function finish(
  inputs: TrustInputs,
  decidedBy: Input | null,
  source: TrustSource,
  value: boolean | { path: string },
): TrustDecision {
  const { sslCertFile } = inputs.environment;
  const trail = describeInputs(inputs, decidedBy, value);
  if (value === false) {
    return { verify: false, source, anchors: { kind: 'none' }, trail, warnings: [offWarning(source)] };
  }
  if (value === true) {
    const anchors: Anchors = isSet(sslCertFile)
      ? { kind: 'file', path: sslCertFile, input: 'SSL_CERT_FILE', withPublicRoots: false }
      : { kind: 'public' };
    return { verify: true, source, anchors, trail, warnings: [] };
  }
  const withPublicRoots = source === 'server' && inputs.server.include_public_roots;
  const input = decidedBy ?? 'server.ssl_verify';
  return {
    verify: true,
    source,
    anchors: { kind: 'file', path: value.path, input, withPublicRoots },
    trail,
    warnings: [],
  };
}

/** How a person knows each input. */
export function label(input: string): string {
  if (input === 'server.ssl_verify') return 'TLS verification (ssl_verify) of this server';
  if (input === 'server.ca_bundle_id') return 'The CA bundle of this server';
  if (input === 'litellm_settings.ssl_verify') return 'litellm_settings.ssl_verify in the YAML file';
  return `The variable ${input}`;
}

function offWarning(source: TrustSource): string {
  const who =
    source === 'server'
      ? 'this server says so'
      : source === 'config'
        ? 'litellm_settings.ssl_verify in the YAML file says so'
        : 'SSL_VERIFY=false is set where Vouch runs';
  return `Verification is off, because ${who}: whoever can reach the network path can read and change everything, credentials included.`;
}

function describeInputs(
  { server, environment, global }: TrustInputs,
  decidedBy: Input | null,
  value: boolean | { path: string },
): TrailEntry[] {
  // DEF of the decision table is consulted whenever the deciding value is "verify" without naming a bundle.
  const usesDefault = value === true;
  const entries: [Input, string | null][] = [
    ['server.ssl_verify', server.ssl_verify],
    ['SSL_VERIFY', environment.sslVerify],
    ['litellm_settings.ssl_verify', global],
    ['SSL_CERT_FILE', environment.sslCertFile],
  ];
  const trail = entries.map(([input, text]): TrailEntry => {
    if (!isSet(text)) return { input, value: null, used: false, note: 'Not set.' };
    if (input === 'SSL_CERT_FILE' && usesDefault) {
      return { input, value: text, used: true, note: 'Names the file that takes the place of the public roots.' };
    }
    if (input === decidedBy) return { input, value: text, used: true, note: decides(value) };
    // The lower inputs are read only when none above decides; of a global value only "true" then comes to nothing.
    const isIdle = input === 'litellm_settings.ssl_verify' && decidedBy === null;
    const note = isIdle ? 'Changes nothing: checking is the default.' : 'Set, but not used: an earlier input decides.';
    return { input, value: text, used: false, note };
  });
  return [...trail, publicRootsEntry(usesDefault, isSet(environment.sslCertFile), decidedBy, server, value)];
}

/** What `roots` says in a report. */
export function rootsOf(anchors: Anchors): Roots {
  if (anchors.kind !== 'file') return anchors.kind;
  return anchors.withPublicRoots ? 'bundle+public' : 'bundle';
}
