import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { identityProblem } from '../trust/connection-options';
import { curlAccepts } from './client-names-curl';
import type { ClientId } from './profiles';

/** As OpenSSL says it: X509_V_ERR_HOSTNAME_MISMATCH or X509_V_ERR_IP_ADDRESS_MISMATCH. */
export type NameProblem = { code: 62; reason: 'hostname mismatch' } | { code: 64; reason: 'IP address mismatch' };

/**
 * Why a client does not take a certificate for a host, by that client's own rules; null when it does. `host` is the
 * URL's host name without brackets. Judges the name alone, not the chain.
 */
export function nameProblem(client: ClientId, host: string, leaf: X509Certificate): NameProblem | null {
  if (accepts[client](host, leaf)) return null;
  return isIP(host) ? { code: 64, reason: 'IP address mismatch' } : { code: 62, reason: 'hostname mismatch' };
}

const accepts: Record<ClientId, (host: string, leaf: X509Certificate) => boolean> = {
  'python-3.13': pythonAccepts,
  'python-3.12': pythonAccepts,
  node: nodeAccepts,
  'node-partial': nodeAccepts,
  curl: curlAccepts,
};

/**
 * `ssl.create_default_context()`: X509_check_host with X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS, which takes a trailing dot
 * for a part of the name. Names that its IDNA codec or `server_hostname` refuses never get that far.
 */
function pythonAccepts(host: string, leaf: X509Certificate): boolean {
  if (isIP(host)) return leaf.checkIP(host) !== undefined;
  const labels = host.replace(/\.$/, '').split('.');
  if (host.includes('\0') || labels.some((label) => label === '' || label.length > 63)) return false;
  return leaf.checkHost(host, { subject: 'default', partialWildcards: false }) !== undefined;
}

function nodeAccepts(host: string, leaf: X509Certificate): boolean {
  return identityProblem(host, leaf) === null;
}
