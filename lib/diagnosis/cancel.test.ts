import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startHostile } from '../../lab/hostile';
import { answerLegacyMcp } from '../../lab/legacy-mcp';
import { type Listening, listen } from '../../lab/listen';
import { createPki, type Pki } from '../../lab/pki';
import { runCheck } from './check';
import type { CheckEvent } from './report';
import type { CheckTarget } from './target';

let pki: Pki;
const rejections: unknown[] = [];
const onRejection = (reason: unknown) => rejections.push(reason);
const closers: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  process.on('unhandledRejection', onRejection);
  pki = await createPki();
});
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});
afterAll(() => {
  process.off('unhandledRejection', onRejection);
  expect(rejections).toEqual([]);
});

const target = (url: string, ssl_verify: string | null = 'false'): CheckTarget => ({
  id: null,
  url,
  transport: 'http',
  ssl_verify,
  ca_bundle_id: null,
  include_public_roots: false,
  auth_type: 'none',
  auth_value: null,
  static_headers: {},
  timeout_ms: 30_000,
  era: null,
});

async function serve(server: Server): Promise<Listening> {
  const listening = await listen(server);
  closers.push(listening.close);
  return listening;
}

interface Place {
  url: string;
  ssl_verify?: string | null;
  connections(): number;
  /** Resolves when the check is where it is to be cancelled. */
  reached: Promise<unknown>;
}

const connected = (server: Server) => once(server, 'connection');
const tls = () => ({ key: pki.selfSigned.keyPem, cert: pki.selfSigned.pem });

const places: [string, () => Promise<Place>][] = [
  [
    'the TLS handshake',
    async () => {
      const server = createTcpServer((socket) => socket.on('error', () => undefined).resume());
      const listening = await serve(server);
      return {
        url: `https://127.0.0.1:${listening.port}/mcp`,
        connections: () => listening.connections,
        reached: connected(server),
      };
    },
  ],
  [
    'the wait for an answer',
    async () => {
      const server = createTlsServer(tls(), (socket) => socket.on('error', () => undefined).resume());
      const listening = await serve(server);
      const reached = once(server, 'secureConnection');
      return { url: `https://127.0.0.1:${listening.port}/mcp`, connections: () => listening.connections, reached };
    },
  ],
  [
    'the event stream',
    async () => {
      const hostile = await startHostile('endless-stream');
      closers.push(hostile.close);
      const reached = vi.waitFor(() => expect(hostile.connections).toBe(1));
      return { url: hostile.url, connections: () => hostile.connections, reached };
    },
  ],
  [
    'the list of tools',
    async () => {
      let onList = () => {};
      const reached = new Promise<void>((resolve) => {
        onList = resolve;
      });
      const listening = await serve(
        createHttpServer((request, response) => {
          void answerLegacyMcp(request, response, (method) => {
            if (method !== 'tools/list') return undefined;
            response.end = () => response;
            onList();
            return { result: { tools: [] } };
          });
        }),
      );
      return { url: `http://127.0.0.1:${listening.port}/mcp`, connections: () => listening.connections, reached };
    },
  ],
  [
    'the capture of a refused chain',
    async () => {
      let count = 0;
      let onSecond = () => {};
      const reached = new Promise<void>((resolve) => {
        onSecond = resolve;
      });
      // Shows its certificate on the first connection, and nothing on the second.
      const server = createTcpServer((socket: Socket) => {
        socket.on('error', () => undefined);
        count += 1;
        if (count === 1)
          return new TLSSocket(socket, { isServer: true, ...tls() }).on('error', () => undefined).resume();
        socket.resume();
        onSecond();
      });
      const listening = await serve(server);
      const url = `https://127.0.0.1:${listening.port}/mcp`;
      return { url, ssl_verify: null, connections: () => listening.connections, reached };
    },
  ],
  [
    'the look for a client certificate request',
    async () => {
      let count = 0;
      let onSecond = () => {};
      const reached = new Promise<void>((resolve) => {
        onSecond = resolve;
      });
      const server = createTcpServer((socket) => {
        socket.on('error', () => undefined);
        count += 1;
        if (count === 1) return socket.destroy();
        socket.resume();
        onSecond();
      });
      const listening = await serve(server);
      return { url: `https://127.0.0.1:${listening.port}/mcp`, connections: () => listening.connections, reached };
    },
  ],
];

describe('a check that is cancelled', () => {
  it.each(places)('during %s rejects at once with the reason, and leaves no connection', async (_title, start) => {
    const { url, ssl_verify = 'false', connections, reached } = await start();
    const abort = new AbortController();
    const events: CheckEvent[] = [];
    const options = {
      target: target(url, ssl_verify),
      signal: abort.signal,
      onEvent: (event: CheckEvent) => events.push(event),
    };
    const running = runCheck(options).then(
      () => 'a report',
      (error: unknown) => error,
    );
    await reached;
    await new Promise((resolve) => setTimeout(resolve, 30));
    const reason = new Error('the person left');
    abort.abort(reason);
    expect(await running).toBe(reason);
    await vi.waitFor(() => expect(connections()).toBe(0));
    const told = events.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(events.length).toBe(told);
  });

  it('before its start opens no connection', async () => {
    const server = createTcpServer();
    let count = 0;
    server.on('connection', () => {
      count += 1;
    });
    const { port } = await serve(server);
    const reason = new Error('never mind');
    const signal = AbortSignal.abort(reason);
    await expect(runCheck({ target: target(`https://127.0.0.1:${port}/mcp`), signal })).rejects.toBe(reason);
    expect(count).toBe(0);
  });

  it('after its end changes nothing', async () => {
    const abort = new AbortController();
    const { port } = await serve(createHttpServer((_request, response) => response.writeHead(404).end()));
    const { report } = await runCheck({ target: target(`http://127.0.0.1:${port}/mcp`), signal: abort.signal });
    abort.abort();
    expect(report.error?.code).toBe('http_not_found');
  });
});

describe('a check whose listener throws', () => {
  it('does no harm to the process', async () => {
    const { port } = await serve(createTlsServer(tls(), (socket) => socket.on('error', () => undefined).end()));
    const onEvent = () => {
      throw new Error('the stream to the browser is closed');
    };
    await runCheck({ target: target(`https://127.0.0.1:${port}/mcp`), onEvent }).catch(() => undefined);
  });
});
