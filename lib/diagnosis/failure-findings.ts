import type { ConnectFailure } from '../mcp/connector';
import { McpFailure, type McpFailureCode } from '../mcp/failure';
import { finding } from './finding';
import type { Finding } from './report';

const fixes: Record<McpFailureCode, string> = {
  dns_not_found:
    'Check the spelling of the host name in the URL, and that the name servers of the machine (or container) Vouch runs on know it.',
  connection_refused:
    'Check the port in the URL, that the server runs, and that it listens on this address and not on its own loopback only.',
  connection_reset: 'Look into the logs of the server and of the proxies in front of it for the time of this check.',
  connection_timed_out:
    'Check routes and firewalls between Vouch and the server, and that the address is the right one.',
  address_not_allowed:
    'Use the address and port of the MCP server itself. Link-local and cloud metadata addresses are never dialled; what else may be, an admin decides under Settings, Egress.',
  not_tls: 'If the server has no TLS on this port, write http:// in the URL; otherwise use the port that speaks TLS.',
  tls_version_unsupported:
    'Switch on TLS 1.2 or 1.3 on the server. Older versions are not offered, whatever TLS verification is set to.',
  tls_handshake_failed:
    'Look into the log of the server for the time of this check: it names the alert from the other side.',
  client_certificate_required:
    'Vouch does not send client certificates. Let the server accept Vouch without one, for example behind a proxy that holds the certificate.',
  http_unauthorized:
    'Choose the kind of credentials that the server expects under Authentication, and enter them again.',
  http_forbidden: 'Give these credentials the right to use this server, or enter others.',
  http_not_found: 'Check the path of the URL: many servers answer at /mcp, older ones at /sse with the transport SSE.',
  http_redirect_refused:
    'Write the address the server redirects to into the URL, if that is where the credentials should go.',
  http_error:
    'Look into the log of the server for the time of this check. Or try the other transport: older servers speak SSE, newer ones HTTP.',
  response_too_large: 'Check that the URL is that of an MCP server. If it is, have it answer with less.',
  not_mcp:
    'Check the path of the URL and the transport: many servers answer at /mcp, older ones at /sse with the transport SSE.',
  mcp_error: 'Look into the log of the server for the time of this check.',
  mcp_version_unsupported: 'Update the server to an MCP version from 2024-11-05 to 2026-07-28.',
  timed_out:
    'Check that the server is not overloaded and that the transport is the right one. If it is just slow, give it more time under Advanced.',
};

/** The finding of a conversation that failed. */
export function failureFinding(failure: McpFailure): Finding {
  return finding(failure.code, 'error', { detail: failure.message, fix: fixes[failure.code] });
}

const notTls = [
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_HTTP_REQUEST',
  'ERR_SSL_UNKNOWN_PROTOCOL',
  'ERR_SSL_RECORD_TOO_SMALL',
];
const oldTls = [
  'ERR_SSL_UNSUPPORTED_PROTOCOL',
  'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  'ERR_SSL_VERSION_TOO_LOW',
  'ERR_SSL_UNSUPPORTED_SSL_VERSION',
];

/** A connection that did not come about, other than by verification. `asksForCertificate`: what a look at the handshake showed. */
export function connectFinding(failure: ConnectFailure, asksForCertificate: boolean | null): Finding {
  if (failure.cause instanceof McpFailure) return failureFinding(failure.cause);
  const where = `${failure.host} port ${failure.port}`;
  const code = socketCode(failure.cause);
  return failureFinding(
    failure.stage === 'tls' ? tlsFailure(where, code, failure, asksForCertificate) : tcpFailure(where, code, failure),
  );
}

function tcpFailure(where: string, code: string, failure: ConnectFailure): McpFailure {
  const tried = `tried ${failure.addresses.map(({ address }) => address).join(', ')}; ${code}`;
  if (code === 'ECONNREFUSED') return new McpFailure('connection_refused', `${where} refuses connections (${tried}).`);
  if (code === 'ECONNRESET' || code === 'EPIPE')
    return new McpFailure('connection_reset', `${where} closed the connection at once (${tried}).`);
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
    return new McpFailure('connection_timed_out', `There is no route to ${where} (${tried}).`);
  return new McpFailure('connection_timed_out', `${where} does not answer (${tried}).`);
}

function tlsFailure(
  where: string,
  code: string,
  failure: ConnectFailure,
  asksForCertificate: boolean | null,
): McpFailure {
  if (notTls.includes(code)) return new McpFailure('not_tls', `${where} answers, but not with TLS (${code}).`);
  if (oldTls.includes(code))
    return new McpFailure('tls_version_unsupported', `${where} speaks TLS, but neither version 1.2 nor 1.3 (${code}).`);
  if (code === 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' || asksForCertificate) {
    return new McpFailure(
      'client_certificate_required',
      `${where} asks for a client certificate and ends the handshake without one (${code}).`,
    );
  }
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    return new McpFailure('connection_reset', `${where} closed the connection during the TLS handshake (${code}).`);
  }
  if (code === 'ERR_SSL_TLSV1_UNRECOGNIZED_NAME') {
    return new McpFailure(
      'tls_handshake_failed',
      `${where} does not serve the name ${failure.host} (TLS alert unrecognized_name, RFC 6066 section 3).`,
    );
  }
  return new McpFailure(
    'tls_handshake_failed',
    `The TLS handshake with ${where} failed: ${failure.message.slice(0, 200).trim()} (${code}).`,
  );
}

/** Dialling several addresses fails with one error for each; the first tells enough. */
function socketCode(error: unknown): string {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return (first as NodeJS.ErrnoException | undefined)?.code ?? 'unknown reason';
}
