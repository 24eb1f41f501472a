import type { ManagedBundle } from './bundle-registry';
import { endedEntry, type WithException } from './exception';
import { parseSslVerify, type SslVerify, SslVerifyError } from './ssl-verify';
import { TrustError } from './trust-error';
import type { Roots, TrailEntry, TrustSource } from './types';

/** The three inputs of a trust decision, in column form: NULL, "true", "false" or a path. */
export interface TrustInputs {
  server: WithException & { include_public_roots: boolean };
  /** The bundle that `ca_bundle_id` stands for; null when there is none of that id. */
  bundle: ManagedBundle | null;
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
  | { kind: 'file'; path: string; input: string; withPublicRoots: boolean; managed: ManagedBundle | null };

export interface TrustDecision {
  verify: boolean;
  source: TrustSource;
  /** When verification that the server itself has turned off is on again: no connection outlives it. Null for no end. */
  until: Date | null;
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
  const { server, bundle, environment, global } = inputs;
  const own = read(ownValue(inputs), 'server.ssl_verify');
  if (own !== false && server.ca_bundle_id !== null) {
    if (bundle) return finish(inputs, 'server.ca_bundle_id', 'server', { path: bundle.path });
    throw new TrustError(
      'bundle_missing',
      'server.ca_bundle_id',
      `The managed bundle "${server.ca_bundle_id}" that this server names does not exist.`,
      'Choose Custom CA with a bundle of the library, or the path of a bundle file.',
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

/** In answers `ssl_verify` of a server with a managed bundle is that bundle's file, which says nothing of its own. */
function ownValue({ server, bundle }: TrustInputs): string | null {
  return bundle && server.ssl_verify === bundle.path ? null : server.ssl_verify;
}

function read(value: string | null, input: Input): SslVerify {
  try {
    return parseSslVerify(value);
  } catch (error) {
    if (!(error instanceof SslVerifyError)) throw error;
    throw new TrustError(
      'bundle_missing',
      input,
      `${label(input)} ${error.message}.`,
      'Correct it there, or choose Custom CA or Disabled for this server itself.',
    );
  }
}

function finish(
  inputs: TrustInputs,
  decidedBy: Input | null,
  source: TrustSource,
  value: boolean | { path: string },
): TrustDecision {
  const anchors = anchorsFor(inputs, decidedBy, value);
  const verify = value !== false;
  const { exception, ended } = inputs.server;
  const until = !verify && source === 'server' ? (exception?.until ?? null) : null;
  const trail = [...(ended ? [endedEntry(ended, verify)] : []), ...describeInputs(inputs, decidedBy, anchors)];
  return { verify, source, until, anchors, trail, warnings: verify ? [] : [offWarning(source)] };
}

function anchorsFor(inputs: TrustInputs, decidedBy: Input | null, value: boolean | { path: string }): Anchors {
  if (value === false) return { kind: 'none' };
  if (value !== true) {
    const input = decidedBy ?? 'server.ssl_verify';
    const withPublicRoots = input.startsWith('server.') && inputs.server.include_public_roots;
    const managed = input === 'server.ca_bundle_id' ? inputs.bundle : null;
    return { kind: 'file', path: value.path, input, withPublicRoots, managed };
  }
  const { sslCertFile } = inputs.environment;
  if (!isSet(sslCertFile)) return { kind: 'public' };
  return { kind: 'file', path: sslCertFile, input: 'SSL_CERT_FILE', withPublicRoots: false, managed: null };
}

/** How a person knows each input. */
export function label(input: string): string {
  if (input === 'server.ssl_verify') return 'TLS verification (ssl_verify) of this server';
  if (input === 'server.ca_bundle_id') return 'The CA bundle of this server';
  if (input === 'bundle.path') return 'The path';
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

function describeInputs(inputs: TrustInputs, decidedBy: Input | null, anchors: Anchors): TrailEntry[] {
  const { server, environment, global } = inputs;
  const entries: [Input, string | null][] = [
    ['server.ssl_verify', ownValue(inputs)],
    ['server.ca_bundle_id', server.ca_bundle_id],
    ['SSL_VERIFY', environment.sslVerify],
    ['litellm_settings.ssl_verify', global],
    ['SSL_CERT_FILE', environment.sslCertFile],
  ];
  const trail = entries.map(([input, text]): TrailEntry => {
    if (!isSet(text)) return { input, value: null, used: false, note: 'Not set.' };
    const used = input === decidedBy || (anchors.kind === 'file' && anchors.input === input);
    return { input, value: text, used, note: used ? usedNote(input, anchors) : unusedNote(input, decidedBy) };
  });
  return [...trail, publicRootsEntry(anchors)];
}

function usedNote(input: Input, anchors: Anchors): string {
  if (input === 'SSL_CERT_FILE') return 'Names the file that takes the place of the public roots.';
  if (anchors.kind === 'none') return 'Decides: no certificate is checked.';
  const namesFile = anchors.kind === 'file' && anchors.input === input;
  if (!namesFile) return 'Decides: certificates are checked.';
  const where = anchors.managed ? `the bundle "${anchors.managed.name}"` : 'this file';
  return `Decides: ${anchors.withPublicRoots ? '' : 'only '}the certificates in ${where} are trusted.`;
}

function unusedNote(input: Input, decidedBy: Input | null): string {
  // When nothing above decides, the global value was read, and only "true" leaves the decision open.
  if (input === 'litellm_settings.ssl_verify' && decidedBy === null) return 'Changes nothing: checking is the default.';
  return 'Set, but not used: an earlier input decides.';
}

function publicRootsEntry(anchors: Anchors): TrailEntry {
  const entry = { input: 'default', value: 'public roots' };
  if (anchors.kind === 'public') return { ...entry, used: true, note: 'The public roots built into Node are used.' };
  if (anchors.kind === 'file' && anchors.withPublicRoots) {
    return { ...entry, used: true, note: 'Trusted as well, because this server says so (include_public_roots).' };
  }
  return { ...entry, used: false, note: 'Not used: an earlier input decides.' };
}

function isSet(text: string | null): text is string {
  return text !== null && text.trim() !== '';
}

/** What `roots` says in a report. */
export function rootsOf(anchors: Anchors): Roots {
  if (anchors.kind !== 'file') return anchors.kind;
  return anchors.withPublicRoots ? 'bundle+public' : 'bundle';
}
