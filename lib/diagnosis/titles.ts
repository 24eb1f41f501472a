import type { FindingCode } from './codes';

/** What each code says in a few words. The page `docs/findings/<code>.md` says it in full. */
export const titles: Record<FindingCode, string> = {
  bundle_missing: 'The CA bundle is not there',
  bundle_unreadable: 'The CA bundle cannot be read',
  bundle_no_certificates: 'The CA bundle holds no certificate',
  bundle_has_private_key: 'The CA bundle holds a private key',
  verification_disabled: 'The certificate is not verified',
  dns_not_found: 'The host name has no address',
  connection_refused: 'Nothing listens at this address',
  connection_reset: 'The server closed the connection',
  connection_timed_out: 'The server cannot be reached',
  address_not_allowed: 'This address is not allowed',
  not_tls: 'The server does not speak TLS here',
  tls_version_unsupported: 'The server offers no TLS version that is safe',
  tls_handshake_failed: 'The TLS handshake failed',
  client_certificate_required: 'The server asks for a client certificate',
  unknown_ca: 'The certificate comes from a CA that is not trusted here',
  missing_intermediate: 'The server does not send its intermediate certificate',
  self_signed_certificate: 'The certificate is self-signed and not trusted here',
  certificate_expired: 'A certificate has expired',
  certificate_not_yet_valid: 'A certificate is not valid yet',
  hostname_mismatch: 'The certificate is for another host',
  wrong_key_usage: 'A certificate is not made for a TLS server',
  issuer_not_a_ca: 'A certificate was issued by one that is not a CA',
  signature_mismatch: 'A trusted certificate has the right name but another key',
  key_identifier_mismatch: 'A certificate names another issuer key than its issuer has',
  path_length_exceeded: 'The chain is longer than a CA in it allows',
  name_constraint_violation: 'A CA in the chain may not issue for this name',
  unknown_critical_extension: 'A certificate has a critical extension that nobody here understands',
  weak_key: 'A certificate has a key that is too short',
  weak_signature: 'A certificate is signed with a broken hash',
  chain_out_of_order: 'The server sends its chain out of order',
  root_sent: 'The server sends its root certificate',
  expires_soon: 'The certificate expires soon',
  http_unauthorized: 'The server asks for credentials',
  http_forbidden: 'The server refuses these credentials',
  http_not_found: 'Nothing is at this path',
  http_redirect_refused: 'The server redirects elsewhere',
  http_error: 'The server answered with an HTTP error',
  response_too_large: 'The answer is too large',
  not_mcp: 'This is not an MCP server',
  mcp_error: 'The server answered with an MCP error',
  mcp_version_unsupported: 'No MCP version in common',
  timed_out: 'The server did not answer in time',
};

/** The title of a stored code; null for none, and for one that this version does not know. */
export function titleOf(code: string | null): string | null {
  return code !== null && Object.hasOwn(titles, code) ? titles[code as FindingCode] : null;
}
