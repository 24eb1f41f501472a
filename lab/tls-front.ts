import {
  Agent,
  createServer as createHttpServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { ignore, listen } from './listen';

export interface TlsFrontOptions extends TlsOptions {
  upstreamPort: number;
  key: string;
  /** The certificates as sent, leaf first. */
  cert: string;
  port?: number;
  /** Speaks plain HTTP on the port all the same. */
  plain?: boolean;
}

export interface TlsFront {
  port: number;
  url: string;
  /** TLS handshakes completed on the server's side (connections, when plain). */
  readonly handshakes: number;
  readonly requests: number;
  /** Connections that carried at least one HTTP request. */
  readonly connectionsWithRequest: number;
  /** Of the handshakes, those that resumed an earlier session. */
  readonly resumptions: number;
  /** Open at this moment. */
  readonly connections: number;
  setCertificate(key: string, cert: string): void;
  resetCounts(): void;
  close(): Promise<void>;
}

const connectionHeaders = new Set(['connection', 'keep-alive']);

export async function startTlsFront({ upstreamPort, plain = false, port, ...tls }: TlsFrontOptions): Promise<TlsFront> {
  const counts = { handshakes: 0, requests: 0, connectionsWithRequest: 0, resumptions: 0 };
  let used = new WeakSet<Socket>();
  const agent = new Agent({ keepAlive: true });

  const forward = (request: IncomingMessage, response: ServerResponse) => {
    counts.requests += 1;
    if (!used.has(request.socket)) {
      used.add(request.socket);
      counts.connectionsWithRequest += 1;
    }
    pipeToUpstream(request, response, upstreamPort, agent);
  };

  const server = plain ? createHttpServer(forward) : createHttpsServer(tls, forward);
  server.on(plain ? 'connection' : 'secureConnection', (socket: Socket & { isSessionReused?(): boolean }) => {
    counts.handshakes += 1;
    if (socket.isSessionReused?.()) counts.resumptions += 1;
  });
  const listening = await listen(server, port);

  return {
    port: listening.port,
    url: `${plain ? 'http' : 'https'}://127.0.0.1:${listening.port}`,
    get handshakes() {
      return counts.handshakes;
    },
    get requests() {
      return counts.requests;
    },
    get connectionsWithRequest() {
      return counts.connectionsWithRequest;
    },
    get resumptions() {
      return counts.resumptions;
    },
    get connections() {
      return listening.connections;
    },
    setCertificate(key, cert) {
      (server as HttpsServer).setSecureContext({ ...tls, key, cert });
    },
    resetCounts() {
      Object.assign(counts, { handshakes: 0, requests: 0, connectionsWithRequest: 0, resumptions: 0 });
      used = new WeakSet();
    },
    async close() {
      await listening.close();
      agent.destroy();
    },
  };
}

function pipeToUpstream(request: IncomingMessage, response: ServerResponse, port: number, agent: Agent): void {
  const upstream = httpRequest({
    host: '127.0.0.1',
    port,
    agent,
    method: request.method,
    path: request.url,
    headers: endToEnd(request.rawHeaders),
  });
  upstream.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, endToEnd(answer.rawHeaders));
    // An event stream may stay silent for long: the client must see its status at once.
    response.flushHeaders();
    answer.pipe(response);
    answer.on('error', () => response.destroy());
  });
  upstream.on('error', () => {
    if (response.headersSent) response.destroy();
    else response.writeHead(502).end();
  });
  response.on('error', ignore);
  response.on('close', () => upstream.destroy());
  request.on('error', ignore);
  request.pipe(upstream);
}

function endToEnd(rawHeaders: string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (!connectionHeaders.has(name.toLowerCase())) kept.push(name, rawHeaders[index + 1] ?? '');
  }
  return kept;
}
