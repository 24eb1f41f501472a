export type McpFailureCode =
  | 'dns_not_found'
  | 'connection_refused'
  | 'connection_reset'
  | 'connection_timed_out'
  | 'address_not_allowed'
  | 'not_tls'
  | 'tls_version_unsupported'
  | 'tls_handshake_failed'
  | 'client_certificate_required'
  | 'http_unauthorized'
  | 'http_forbidden'
  | 'http_not_found'
  | 'http_redirect_refused'
  | 'http_error'
  | 'response_too_large'
  | 'not_mcp'
  | 'mcp_error'
  | 'mcp_version_unsupported'
  | 'timed_out';

/** A conversation with a server that did not work out: an outcome, not a bug. The message is written for people. */
export class McpFailure extends Error {
  readonly code: McpFailureCode;

  constructor(code: McpFailureCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'McpFailure';
    this.code = code;
  }
}
