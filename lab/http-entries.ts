import type { FindingCode } from '../lib/diagnosis/codes';
import type { CatalogueEntry } from './catalogue';
import { type HostileKind, startHostile } from './hostile';
import { everyone, nobody } from './scenarios/scenario';

const answersPort = 7470;

const hostileEntries: CatalogueEntry[] = [
  hostileEntry('silent', 'Accepts the connection and never says anything', 'timed_out', 7450),
  hostileEntry('endless-stream', 'An event stream that trickles comments for ever', 'timed_out', 7451),
  hostileEntry('flood', 'An event that never ends, as fast as the client reads', 'response_too_large', 7452),
  hostileEntry('huge-body', 'A JSON body of 1 GiB', 'response_too_large', 7453),
  hostileEntry('gzip-bomb', '1 MiB of gzip that expands to 1 GiB', 'response_too_large', 7454),
  hostileEntry('half-response', 'Half of the promised body, then the connection is cut', 'connection_reset', 7455),
  hostileEntry('slow-headers', 'Response headers that arrive byte by byte for ever', 'timed_out', 7456),
  hostileEntry('endless-pages', 'tools/list always names another page', 'mcp_error', 7457),
  hostileEntry('huge-headers', 'A megabyte of response headers', 'response_too_large', 7458),
];

const answerEntries: CatalogueEntry[] = [
  answerEntry('/401', 'Asks for a credential', 'http_unauthorized'),
  answerEntry('/403', 'Forbids access', 'http_forbidden'),
  answerEntry('/404', 'There is nothing at this path', 'http_not_found'),
  answerEntry('/500', 'The server fails', 'http_error'),
  answerEntry('/html', 'A web page, not MCP', 'not_mcp'),
  answerEntry('/json', 'JSON, but not JSON-RPC', 'not_mcp'),
  {
    ...answerEntry('/redirect-same', 'Redirects to another path of its own'),
    connects: true,
    connectsWith: 'root',
  },
  answerEntry('/redirect-other', 'Redirects to another origin', 'http_redirect_refused'),
  answerEntry('/redirect-metadata', 'Redirects to the metadata address of cloud machines', 'http_redirect_refused'),
  answerEntry('/redirect-loop', 'Redirects to itself', 'http_redirect_refused'),
  answerEntry('/mcp-error', 'Answers tools/list with a JSON-RPC error', 'mcp_error'),
  answerEntry('/mcp-init-error', 'Answers everything with a JSON-RPC error', 'mcp_error'),
  answerEntry('/mcp-old', 'Speaks only protocol version 1999-01-01', 'mcp_version_unsupported'),
  answerEntry(
    '/client-cert-400',
    'A proxy that asks for a client certificate in a web page',
    'client_certificate_required',
  ),
  guardedEntry('/auth/bearer', 'Wants a bearer token'),
  guardedEntry('/auth/api-key', 'Wants the header x-api-key'),
  guardedEntry('/auth/basic', 'Wants a user and a password'),
  guardedEntry('/auth/raw', 'Wants an exact Authorization header'),
  guardedEntry('/auth/header', 'Wants the static header x-tenant'),
];

export const httpEntries: CatalogueEntry[] = [...hostileEntries, ...answerEntries];

function hostileEntry(kind: HostileKind, title: string, expected: FindingCode, fixedPort: number): CatalogueEntry {
  return {
    ...failing(title, expected),
    name: `hostile-${kind}`,
    ...(kind === 'silent' ? { accepts: nobody } : {}),
    fixedPort,
    open: async (context, port) => {
      // Silent from the first byte on: not even the TLS handshake is answered.
      const tls = kind === 'silent' ? undefined : await context.goodMaterial();
      const server = await startHostile(kind, { tls, port });
      return { url: server.url.replace('http:', 'https:'), close: server.close };
    },
  };
}

/** All answers come from one server, which the context closes. */
function answerEntry(path: string, title: string, expected?: FindingCode): CatalogueEntry {
  return {
    ...failing(title, expected),
    name: `answers${path.replaceAll('/', '-')}`,
    fixedPort: answersPort,
    open: async (context, port) => {
      const answers = await context.answers(port);
      return { url: `${answers.url}${path}`, close: async () => {} };
    },
  };
}

/** Connects with the right credential only. */
function guardedEntry(path: string, title: string): CatalogueEntry {
  return { ...answerEntry(path, title, 'http_unauthorized'), connectsWith: 'root' };
}

/** The certificates are in order: everyone accepts them. */
function failing(title: string, expected?: FindingCode) {
  const findings = expected === undefined ? [] : [expected];
  return {
    title,
    accepts: everyone,
    findings,
    expected: expected ?? null,
    connects: false,
    connectsWith: null,
    transport: 'http',
  } as const;
}
