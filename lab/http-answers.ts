import { randomBytes } from 'node:crypto';
import {
  createServer as createHttpServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { currentEraHandler, failingToolsHandler, type McpHandler } from './current-era';
import { answerLegacyMcp } from './legacy-mcp';
import { listen } from './listen';

export interface HttpAnswersOptions {
  tls?: { key: string; cert: string };
  port?: number;
  /** Where `/redirect-other` leads. Default: this server by its other name, localhost. */
  otherOrigin?: string;
}

export interface HttpAnswers {
  port: number;
  /** The origin: append a path such as `/401`. */
  url: string;
  /** Of the last request, whatever its path. */
  readonly lastHeaders: IncomingHttpHeaders | null;
  /** How often a path was asked for. */
  hits(path: string): number;
  close(): Promise<void>;
}

const secret = () => randomBytes(18).toString('base64url');

/** What the `/auth/…` paths accept. New ones in every process. */
export const acceptedSecrets = {
  /** `Authorization: Bearer …` */
  bearer: secret(),
  /** `x-api-key: …` */
  apiKey: secret(),
  /** `user:password`, before Base64. */
  basic: `lab:${secret()}`,
  /** The whole value of `Authorization`. */
  raw: `Lab-Token ${secret()}`,
  /** `x-tenant: …` */
  tenant: secret(),
};

const accepted: Record<string, { header: string; value: string }> = {
  '/auth/bearer': { header: 'authorization', value: `Bearer ${acceptedSecrets.bearer}` },
  '/auth/api-key': { header: 'x-api-key', value: acceptedSecrets.apiKey },
  '/auth/basic': { header: 'authorization', value: `Basic ${Buffer.from(acceptedSecrets.basic).toString('base64')}` },
  '/auth/raw': { header: 'authorization', value: acceptedSecrets.raw },
  '/auth/header': { header: 'x-tenant', value: acceptedSecrets.tenant },
};

const clientCertificatePage =
  '<html><head><title>400</title></head><body><h1>Bad Request</h1><p>No required SSL certificate was sent</p></body></html>';

type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** One server whose every path gives another answer to a client that expects MCP. */
export async function startHttpAnswers({ tls, port, otherOrigin }: HttpAnswersOptions = {}): Promise<HttpAnswers> {
  const scheme = tls ? 'https' : 'http';
  const hits = new Map<string, number>();
  let lastHeaders: IncomingHttpHeaders | null = null;
  const mcp = currentEraHandler();
  const failingTools = failingToolsHandler();
  const answers = { ...fixedAnswers(), ...mcpAnswers(mcp, failingTools) };

  const server = tls ? createHttpsServer(tls) : createHttpServer();
  const listening = await listen(server, port);
  answers['/redirect-other'] = redirect(`${otherOrigin ?? `${scheme}://localhost:${listening.port}`}/mcp`);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url?.split('?')[0] ?? '/';
    lastHeaders = request.headers;
    hits.set(path, (hits.get(path) ?? 0) + 1);
    const answer = answers[path] ?? text(404, 'text/plain', 'Not found');
    void Promise.resolve(answer(request, response)).catch(() => response.destroy());
  });

  return {
    port: listening.port,
    url: `${scheme}://127.0.0.1:${listening.port}`,
    get lastHeaders() {
      return lastHeaders;
    },
    hits: (path) => hits.get(path) ?? 0,
    async close() {
      await Promise.all([mcp.close(), failingTools.close()]);
      await listening.close();
    },
  };
}

function fixedAnswers(): Record<string, Answer> {
  return {
    '/401': text(401, 'application/json', '{"error":"unauthorized"}', {
      'www-authenticate': 'Bearer realm="vouch-lab"',
    }),
    '/403': text(403, 'application/json', '{"error":"forbidden"}'),
    '/404': text(404, 'text/plain', 'Not found'),
    '/500': text(500, 'text/plain', 'Internal server error'),
    '/html': text(200, 'text/html', '<!doctype html><title>Welcome</title><h1>This is a web site</h1>'),
    '/json': text(200, 'application/json', '{"status":"up"}'),
    '/redirect-same': redirect('/mcp'),
    '/redirect-metadata': redirect('http://169.254.169.254/'),
    '/redirect-loop': redirect('/redirect-loop'),
    '/client-cert-400': text(400, 'text/html', clientCertificatePage),
  };
}

function mcpAnswers(mcp: McpHandler, failingTools: McpHandler): Record<string, Answer> {
  const guarded = Object.entries(accepted).map(([path, { header, value }]): [string, Answer] => [
    path,
    (request, response) => {
      if (request.headers[header] === value) return mcp.handle(request, response);
      response.writeHead(401, { 'www-authenticate': 'Bearer realm="vouch-lab"' }).end();
    },
  ]);
  return {
    ...Object.fromEntries(guarded),
    '/mcp': mcp.handle,
    '/mcp-error': failingTools.handle,
    '/mcp-init-error': (request, response) =>
      answerLegacyMcp(request, response, () => ({ error: { code: -32603, message: 'The lab refuses everything' } })),
    '/mcp-old': (request, response) => answerLegacyMcp(request, response, oldVersion),
  };
}

function oldVersion(method: string) {
  if (method !== 'initialize') return undefined;
  return {
    result: {
      protocolVersion: '1999-01-01',
      capabilities: {},
      serverInfo: { name: 'vouch-lab-old', version: '0.1.0' },
    },
  };
}

function text(status: number, type: string, body: string, headers: Record<string, string> = {}): Answer {
  return (request, response) => {
    request.resume();
    response.writeHead(status, { 'content-type': type, ...headers }).end(body);
  };
}

function redirect(location: string): Answer {
  return text(307, 'text/plain', '', { location });
}
