import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type HostileKind, type HostileServer, startHostile } from '../../lab/hostile';
import { answerLegacyMcp } from '../../lab/legacy-mcp';
import { listen } from '../../lab/listen';
import { createPki, type Pki } from '../../lab/pki';
import { goodChain, type TlsMaterial } from '../../lab/tls-scenarios';
import { type ResolvedTrust, resolveTrust } from '../trust/resolve';
import { MAX_RESPONSE_BYTES } from './bounded-fetch';
import { createConnector } from './connector';
import { listTools } from './list-tools';
import { type McpTarget, openMcp } from './open';

const mebibyte = 1024 * 1024;
const timeoutMs = 250;
/** What a busy machine may take to end a conversation. */
const graceMs = 4000;

let directory: string;
let pki: Pki;
let material: TlsMaterial;
let trust: ResolvedTrust;
const rejections: unknown[] = [];
const onRejection = (reason: unknown) => rejections.push(reason);
const closers: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  process.on('unhandledRejection', onRejection);
  directory = await mkdtemp(join(tmpdir(), 'vouch-hostile-'));
  pki = await createPki();
  material = await goodChain(pki);
  await writeFile(join(directory, 'root.pem'), pki.root.pem);
  const server = { ssl_verify: join(directory, 'root.pem'), ca_bundle_id: null, include_public_roots: false };
  trust = await resolveTrust(server);
});
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
  expect(rejections).toEqual([]);
});
afterAll(async () => {
  process.off('unhandledRejection', onRejection);
  await rm(directory, { recursive: true, force: true });
});

const target = (url: string, more: Partial<McpTarget> = {}): McpTarget => ({
  url,
  transport: 'http',
  headers: {},
  timeoutMs,
  era: null,
  ...more,
});

interface Cost {
  code: unknown;
  ms: number;
  /** Growth of the resident set at its highest, in bytes. */
  rss: number;
}

/** Talks until it fails, and writes down what that took. */
async function cost(to: McpTarget, signal?: AbortSignal): Promise<Cost> {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let highest = before;
  const timer = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage().rss);
  }, 10);
  const started = performance.now();
  const code = await converse(to, signal).catch((error) => error.code ?? error);
  const ms = performance.now() - started;
  clearInterval(timer);
  return { code, ms, rss: Math.max(highest, process.memoryUsage().rss) - before };
}

async function converse(to: McpTarget, signal?: AbortSignal): Promise<string> {
  const connection = await openMcp(to, trust, { signal });
  try {
    return `${(await listTools(connection)).length} tools`;
  } finally {
    await connection.close();
  }
}

async function start(kind: HostileKind, isPlain = false): Promise<HostileServer> {
  const server = await startHostile(kind, isPlain ? {} : { tls: material });
  closers.push(server.close);
  return server;
}

const isGone = (server: { readonly connections: number }) => vi.waitFor(() => expect(server.connections).toBe(0));

describe('a server that', () => {
  const kinds: [HostileKind, string, string, string][] = [
    ['silent', 'says nothing', 'timed_out', 'timed_out'],
    ['endless-stream', 'trickles comments for ever', 'timed_out', 'timed_out'],
    ['flood', 'sends one event without end', 'response_too_large', 'response_too_large'],
    ['huge-body', 'sends 1 GiB of JSON', 'response_too_large', 'not_mcp'],
    ['gzip-bomb', 'sends 1 MiB of gzip that expands to 1 GiB', 'response_too_large', 'not_mcp'],
    ['half-response', 'cuts its answer in the middle', 'connection_reset', 'not_mcp'],
    ['slow-headers', 'never comes to the end of its headers', 'timed_out', 'timed_out'],
    ['endless-pages', 'names another page of tools for ever', 'mcp_error', 'http_error'],
    ['huge-headers', 'sends a megabyte of headers', 'response_too_large', 'response_too_large'],
  ];

  it.each(kinds)(
    'is %s (%s) costs bounded time and memory, and no connection stays open',
    async (kind, _title, http, sse) => {
      const server = await start(kind);
      for (const [transport, code] of [
        ['http', http],
        ['sse', sse],
      ] as const) {
        // A size bound is to be hit before the deadline, on a slow machine too.
        const deadline = code === 'timed_out' ? timeoutMs : 8000;
        const spent = await cost(target(server.url, { transport, timeoutMs: deadline }));
        expect([transport, spent.code]).toEqual([transport, code]);
        expect(spent.ms).toBeLessThan(deadline + graceMs);
        expect(spent.rss).toBeLessThan(100 * mebibyte);
        await isGone(server);
      }
    },
  );

  it('accepts a connection and does not even answer the TLS handshake costs no more than the deadline', async () => {
    const server = await start('silent', true);
    const spent = await cost(target(server.url.replace('http:', 'https:')));
    expect(spent.code).toBe('timed_out');
    expect(spent.ms).toBeLessThan(timeoutMs + graceMs);
    await isGone(server);
  });

  it('sends large pages of tools is bounded over all of them together', async () => {
    const filler = 'a'.repeat(mebibyte);
    let pages = 0;
    const { port, close } = await legacy((method) => {
      if (method !== 'tools/list') return undefined;
      pages += 1;
      const tools = [{ name: `tool_${pages}`, description: filler, inputSchema: { type: 'object' } }];
      return { result: { tools, nextCursor: String(pages) } };
    });
    closers.push(close);
    const spent = await cost(target(`http://127.0.0.1:${port}/mcp`, { timeoutMs: 8000 }));
    expect(spent.code).toBe('response_too_large');
    expect(pages).toBeLessThanOrEqual(MAX_RESPONSE_BYTES / mebibyte + 1);
    expect(spent.rss).toBeLessThan(200 * mebibyte);
  });

  it('closes its event stream again and again is not asked in a tight loop', async () => {
    let requests = 0;
    const { port, close } = await listen(
      createServer((_request, response) => {
        requests += 1;
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.end('retry: 0\nevent: endpoint\ndata: /message\n\n');
      }),
    );
    closers.push(close);
    const spent = await cost(target(`http://127.0.0.1:${port}/sse`, { transport: 'sse' }));
    expect(spent.ms).toBeLessThan(timeoutMs + graceMs);
    expect(requests).toBeLessThan(50);
  });

  it('nests its answer twenty thousand levels deep is an outcome', async () => {
    const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
    const { port, close } = await listen(
      createServer((request, response) => {
        let body = '';
        request.on('data', (chunk) => {
          body += chunk;
        });
        request.on('end', () => {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.end(`{"jsonrpc":"2.0","id":${JSON.stringify(JSON.parse(body).id)},"result":${deep}}`);
        });
      }),
    );
    closers.push(close);
    const spent = await cost(target(`http://127.0.0.1:${port}/mcp`, { timeoutMs: 3000 }));
    expect(['mcp_error', 'not_mcp']).toContain(spent.code);
  });
});

function legacy(override: Parameters<typeof answerLegacyMcp>[2]) {
  return listen(createServer((request, response) => void answerLegacyMcp(request, response, override)));
}

describe('an abort', () => {
  const reason = new Error('the person left');

  it('before the start opens no connection', async () => {
    const server = await start('silent');
    const spent = await cost(target(server.url), AbortSignal.abort(reason));
    expect([spent.code, server.connections]).toEqual([reason, 0]);
  });

  it.each([
    ['the TLS handshake', () => startPlainSilent()],
    ['the wait for an answer', () => start('silent')],
    ['the headers', () => start('slow-headers')],
    ['an event stream', () => start('endless-stream')],
  ])('during %s ends the conversation at once, with its own reason', async (_title, begin) => {
    for (const transport of ['http', 'sse'] as const) {
      const server = await begin();
      const abort = new AbortController();
      const running = cost(target(server.url, { timeoutMs: 10_000, transport }), abort.signal);
      await vi.waitFor(() => expect(server.connections).toBe(1));
      await new Promise((resolve) => setTimeout(resolve, 50));
      const started = performance.now();
      abort.abort(reason);
      expect((await running).code).toBe(reason);
      expect(performance.now() - started).toBeLessThan(5000);
      await isGone(server);
    }
  });

  it('during the look-up of the name opens no connection afterwards', async () => {
    let count = 0;
    const { port, close } = await listen(createServer().on('connection', () => (count += 1)));
    closers.push(close);
    const connector = createConnector(trust, {});
    const options = { hostname: 'localhost', protocol: 'http:', port: String(port) } as never;
    const ended = new Promise((resolve) => connector.connect(options, (...outcome) => resolve(outcome[0])));
    connector.destroy(reason);
    expect(await ended).toBe(reason);
    expect(count).toBe(0);
  });

  it('during a call ends that call at once', async () => {
    let asked = false;
    const server = await listen(
      createServer((request, response) => {
        void answerLegacyMcp(request, response, (method) => {
          if (method !== 'tools/list') return undefined;
          asked = true;
          response.end = () => response;
          return { result: { tools: [] } };
        });
      }),
    );
    closers.push(server.close);
    const abort = new AbortController();
    const running = cost(target(`http://127.0.0.1:${server.port}/mcp`, { timeoutMs: 10_000 }), abort.signal);
    await vi.waitFor(() => expect(asked).toBe(true));
    const started = performance.now();
    abort.abort(reason);
    expect((await running).code).toBe(reason);
    expect(performance.now() - started).toBeLessThan(5000);
    await isGone(server);
  });

  it('leaves no timer and no socket behind', async () => {
    const held = () => process.getActiveResourcesInfo().filter((kind) => /Timeout|TCPSocket|TLS/.test(kind)).length;
    const before = held();
    const server = await start('silent');
    const abort = new AbortController();
    const running = cost(target(server.url, { timeoutMs: 60_000 }), abort.signal);
    await vi.waitFor(() => expect(server.connections).toBe(1));
    abort.abort(reason);
    await running;
    await isGone(server);
    await server.close();
    await vi.waitFor(() => expect(held()).toBeLessThanOrEqual(before));
  });
});

async function startPlainSilent(): Promise<{ url: string; readonly connections: number }> {
  const server = await start('silent', true);
  return {
    url: server.url.replace('http:', 'https:'),
    get connections() {
      return server.connections;
    },
  };
}
