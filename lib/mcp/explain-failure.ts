import { ProtocolError, SdkError, SdkErrorCode, UnsupportedProtocolVersionError } from '@modelcontextprotocol/client';
import { plainText } from '../plain-text';
import { ConnectFailure } from './connector';
import { McpFailure, type McpFailureCode } from './failure';
import type { ResponseObservation } from './observer';

/**
 * The reason below an SDK error. SDK errors lose codes and causes on the way, so the socket's failure and the last
 * HTTP answer speak before the SDK's own words. Returns McpFailure or ConnectFailure; other errors (an abort of the
 * caller) are handed back as they are.
 */
export function explainFailure(error: unknown, last: ResponseObservation | null): unknown {
  const causes = [...causesOf(error)];
  const own = causes.find((cause) => cause instanceof McpFailure || cause instanceof ConnectFailure);
  if (own) return own;
  if (isAbort(error)) return error;

  const socket = causes.map(socketCode).find((code) => code !== null);
  if (socket === 'UND_ERR_HEADERS_OVERFLOW')
    return new McpFailure('response_too_large', 'The headers of the server’s answer are larger than 16 KiB.', error);
  if (last && last.status >= 300) return fromStatus(last, error);
  if (causes.some((cause) => cause instanceof UnsupportedProtocolVersionError) || saysVersion(causes)) {
    return new McpFailure(
      'mcp_version_unsupported',
      `Vouch and the server share no MCP protocol version. ${words(error)}`,
      error,
    );
  }
  const answered = causes.find((cause) => cause instanceof ProtocolError);
  if (answered)
    return new McpFailure(
      'mcp_error',
      `The server answered with the MCP error ${(answered as ProtocolError).code}: ${words(answered)}`,
      error,
    );
  if (causes.some((cause) => (cause as Error).name === 'HTTPParserError')) {
    return new McpFailure('not_mcp', 'Something answers at this address, but it does not speak HTTP.', error);
  }
  if (causes.some((cause) => (cause as Error).message === 'bad port')) {
    return new McpFailure(
      'address_not_allowed',
      'This port belongs to another protocol, and HTTP clients never dial it (Fetch standard, section "Port blocking").',
      error,
    );
  }
  if (socket)
    return new McpFailure(
      'connection_reset',
      `The server closed the connection without a complete answer (${socket}).`,
      error,
    );
  if (error instanceof SdkError) return fromSdk(error, last);
  return new McpFailure('not_mcp', notMcp(last), error);
}

function fromStatus(last: ResponseObservation, cause: unknown): McpFailure {
  const make = (code: McpFailureCode, message: string) => new McpFailure(code, message, cause);
  const { status } = last;
  // nginx has no better way to say it: status 400 with this sentence.
  if (status === 400 && /no required ssl certificate was sent/i.test(last.text)) {
    return make(
      'client_certificate_required',
      'The server asks for a client certificate (HTTP 400: No required SSL certificate was sent).',
    );
  }
  if (status === 401)
    return make('http_unauthorized', 'The server asks for credentials, or refuses the ones it got (HTTP 401).');
  if (status === 403) return make('http_forbidden', 'The server knows who asks and refuses (HTTP 403).');
  if (status === 404) return make('http_not_found', 'The server has nothing at this path (HTTP 404).');
  if (status < 400 && last.location) return make('http_redirect_refused', redirects(last, last.location));
  return make('http_error', `The server answered with HTTP ${status}.`);
}

function redirects({ status, url }: ResponseObservation, location: URL): string {
  if (location.origin !== url.origin) {
    const target = location.origin === 'null' ? location.protocol : location.origin;
    return `The server redirects to ${target} (HTTP ${status}). Credentials never follow a redirect to another origin.`;
  }
  const path = location.pathname.length <= 200 ? location.pathname : 'another path';
  return `The server redirects to ${path} (HTTP ${status}). An MCP request follows a few redirects with status 307 or 308 and no other.`;
}

function fromSdk(error: SdkError, last: ResponseObservation | null): McpFailure {
  if (error.code === SdkErrorCode.RequestTimeout)
    return new McpFailure('timed_out', 'The server did not answer in time.', error);
  if (error.code === SdkErrorCode.ListPaginationExceeded) {
    return new McpFailure('mcp_error', 'The server’s tool list does not end: every page names another one.', error);
  }
  if (error.code === SdkErrorCode.InvalidResult)
    return new McpFailure('mcp_error', 'The server’s answer does not have the shape that MCP prescribes.', error);
  return new McpFailure('not_mcp', notMcp(last), error);
}

function notMcp(last: ResponseObservation | null): string {
  const type = last?.contentType ?? '';
  const what = type && type.length <= 80 ? ` Its answer is ${type}.` : '';
  return `Something answers at this address, but it does not speak MCP.${what}`;
}

function saysVersion(causes: unknown[]): boolean {
  return causes.some((cause) => cause instanceof Error && /protocol version is not supported/i.test(cause.message));
}

/** The server's own words, on one line and not for ever. */
function words(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return plainText(text).replace(/\s+/g, ' ').slice(0, 300);
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
}

function socketCode(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string') return null;
  return /^(UND_ERR_|E[A-Z]+$|ERR_SSL_)/.test(code) ? code : null;
}

/** The error, what caused it, and so on; through `data.cause` too, where the SDK puts it. Ends after ten. */
function* causesOf(error: unknown): Generator<unknown> {
  let current: unknown = error;
  for (let depth = 0; current && depth < 10; depth += 1) {
    yield current;
    const { cause, data } = current as { cause?: unknown; data?: { cause?: unknown } };
    current = cause ?? data?.cause;
  }
}
