import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type Server } from 'node:net';
import { pipeline, type Readable } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';
import { endlessEvent, gzipBomb, hugeBodyBytes, hugeJson } from './hostile-bodies';
import { answerLegacyMcp } from './legacy-mcp';
import { ignore, listen } from './listen';

export interface HostileOptions {
  tls?: { key: string; cert: string };
  port?: number;
}

export interface HostileServer {
  kind: HostileKind;
  port: number;
  url: string;
  /** Open at this moment. */
  readonly connections: number;
  close(): Promise<void>;
}

const trickleMs = 100;

const listeners = {
  'endless-stream': (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    every(response, () => response.write(': still here\n\n'));
  },
  flood: (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    send(endlessEvent(), response);
  },
  'huge-body': (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': hugeBodyBytes });
    send(hugeJson(), response);
  },
  'gzip-bomb': (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    send(gzipBomb(), response);
  },
  'half-response': (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
    response.write('{"jsonrpc":"2.0","id":1,"result":'.padEnd(500), () => response.destroy());
  },
  'slow-headers': ({ socket }, response) => {
    // Past the HTTP layer, which writes its headers in one piece.
    socket.write('HTTP/1.1 200 OK\r\nx-filler: ');
    every(response, () => socket.write('a'));
  },
  'endless-pages': (request, response) => void endlessPages(request, response).catch(() => response.destroy()),
  'huge-headers': (_request, response) => {
    for (let index = 0; index < 128; index += 1) response.setHeader(`x-filler-${index}`, 'a'.repeat(8192));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  },
} satisfies Record<string, RequestListener>;

export type HostileKind = keyof typeof listeners | 'silent';

/** A server that means harm. It stops working on a response as soon as the client leaves. */
export async function startHostile(kind: HostileKind, { tls, port }: HostileOptions = {}): Promise<HostileServer> {
  const server = createServer(kind, tls);
  const listening = await listen(server, port);
  const url = `${tls ? 'https' : 'http'}://127.0.0.1:${listening.port}/mcp`;
  return {
    kind,
    port: listening.port,
    url,
    get connections() {
      return listening.connections;
    },
    close: listening.close,
  };
}

function createServer(kind: HostileKind, tls: HostileOptions['tls']): Server {
  if (kind === 'silent')
    return tls
      ? createTlsServer(tls, (socket) => socket.on('error', ignore).resume())
      : createTcpServer((socket) => socket.resume());
  return tls ? createHttpsServer(tls, listeners[kind]) : createHttpServer(listeners[kind]);
}

function send(body: Readable, response: ServerResponse): void {
  pipeline(body, response, ignore);
}

function every(response: ServerResponse, action: () => void): void {
  const timer = setInterval(action, trickleMs);
  response.on('error', ignore);
  response.on('close', () => clearInterval(timer));
}

function endlessPages(request: IncomingMessage, response: ServerResponse): Promise<void> {
  return answerLegacyMcp(request, response, (method, { cursor }) => {
    if (method !== 'tools/list') return undefined;
    const page = Number(cursor ?? 0);
    const tools = [{ name: `tool_${page}`, inputSchema: { type: 'object', properties: {} } }];
    return { result: { tools, nextCursor: String(page + 1) } };
  });
}
