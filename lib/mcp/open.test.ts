import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { currentEraHandler, currentEraTools } from '../../lab/current-era';
import { acceptedSecrets, type HttpAnswers, startHttpAnswers } from '../../lab/http-answers';
import { answerLegacyMcp, type MethodOverride } from '../../lab/legacy-mcp';
import { type Listening, listen } from '../../lab/listen';
import { startCurrentEra, startEverything } from '../../lab/mcp-servers';
import { createPki, type Pki } from '../../lab/pki';
import { startTlsFront } from '../../lab/tls-front';
import { goodChain, type TlsMaterial } from '../../lab/tls-scenarios';
import { type ResolvedTrust, resolveTrust } from '../trust/resolve';
import { authHeaders, type McpAuth } from './auth-headers';
import { boundedFetch } from './bounded-fetch';
import { listTools } from './list-tools';
import { type Era, type McpTarget, openMcp } from './open';

let directory: string;
let pki: Pki;
let material: TlsMaterial;
let trust: ResolvedTrust;
const rejections: unknown[] = [];
const onRejection = (reason: unknown) => rejections.push(reason);
const closers: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  process.on('unhandledRejection', onRejection);
  directory = await mkdtemp(join(tmpdir(), 'vouch-mcp-'));
  pki = await createPki();
  material = await goodChain(pki);
  await writeFile(join(directory, 'root.pem'), pki.root.pem);
  trust = await resolveTrust({
    ssl_verify: join(directory, 'root.pem'),
    ca_bundle_id: null,
    include_public_roots: false,
  });
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
  timeoutMs: 5000,
  era: null,
  ...more,
});

/** Connects, lists the tools and says good-bye. */
async function talk(to: McpTarget): Promise<{ era: Era; tools: string[] }> {
  const connection = await openMcp(to, trust);
  try {
    const tools = await listTools(connection);
    return { era: connection.era, tools: tools.map(({ name }) => name) };
  } finally {
    await connection.close();
  }
}

async function answers(options: Parameters<typeof startHttpAnswers>[0] = {}): Promise<HttpAnswers> {
  const server = await startHttpAnswers({ tls: material, ...options });
  closers.push(server.close);
  return server;
}

interface Seen {
  http: string;
  rpc: string | undefined;
  session: string | undefined;
}

/** A legacy server with sessions that writes down what it is asked. */
async function legacyServer(
  override: MethodOverride = () => undefined,
  intercept: (request: IncomingMessage, response: ServerResponse) => boolean = () => false,
) {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const entry: Seen = {
      http: String(request.method),
      rpc: undefined,
      session: request.headers['mcp-session-id'] as never,
    };
    seen.push(entry);
    if (intercept(request, response)) return;
    if (request.method === 'DELETE') return void response.writeHead(200).end();
    response.setHeader('mcp-session-id', 'session-1');
    void answerLegacyMcp(request, response, (method, params) => {
      entry.rpc = method;
      return override(method, params) ?? (method === 'tools/list' ? oneTool : undefined);
    });
  });
  const listening = await listen(server);
  closers.push(listening.close);
  return { url: `http://127.0.0.1:${listening.port}/mcp`, seen, listening };
}

const oneTool = { result: { tools: [{ name: 'only', inputSchema: { type: 'object' } }] } };

describe('a conversation', () => {
  it.each([
    ['the current era', () => startCurrentEra(), 'http', '2026-07-28', currentEraTools],
    ['the legacy era', () => startEverything('streamableHttp'), 'http', 'legacy', ['echo']],
    ['the legacy era over SSE', () => startEverything('sse'), 'sse', 'legacy', ['echo']],
  ] as const)(
    'with a server of %s lists its tools, and leaves no connection behind',
    async (_title, start, transport, era, tools) => {
      const upstream = await start();
      const front = await startTlsFront({ ...material, upstreamPort: upstream.port });
      closers.push(front.close, upstream.close);
      const spoken = await talk(target(`${front.url}${upstream.path}`, { transport }));
      expect(spoken).toEqual({ era, tools: expect.arrayContaining([...tools]) });
      await vi.waitFor(() => expect(front.connections).toBe(0));
      expect(front.handshakes).toBe(front.connectionsWithRequest);
      expect(front.handshakes).toBeLessThanOrEqual(2);
      // The notification stream of a legacy server takes a second connection, which resumes the session of the first.
      expect(front.resumptions).toBeLessThanOrEqual(front.handshakes - 1);
    },
  );

  it('probes for the newer era first, and skips the probe when the server is known to be legacy', async () => {
    const probed = await legacyServer();
    expect(await talk(target(probed.url))).toEqual({ era: 'legacy', tools: ['only'] });
    expect(probed.seen.map(({ rpc }) => rpc)).toContain('server/discover');
    const known = await legacyServer();
    expect(await talk(target(known.url, { era: 'legacy' }))).toEqual({ era: 'legacy', tools: ['only'] });
    expect(known.seen[0]?.rpc).toBe('initialize');
    expect(known.seen.map(({ rpc }) => rpc)).not.toContain('server/discover');
  });

  it('recovers from a remembered era that is no longer true, in both directions', async () => {
    const current = currentEraHandler();
    const modernOnly = createServer((request, response) => {
      if (request.headers['mcp-method']) return void current.handle(request, response);
      void answerLegacyMcp(request, response, () => ({ error: { code: -32601, message: 'initialize is gone' } }));
    });
    const { port, close } = await listen(modernOnly);
    closers.push(close, current.close);
    const upgraded = target(`http://127.0.0.1:${port}/mcp`, { era: 'legacy' });
    expect(await talk(upgraded)).toEqual({ era: '2026-07-28', tools: expect.arrayContaining(currentEraTools) });

    const downgraded = await legacyServer();
    expect((await talk(target(downgraded.url, { era: '2026-07-28' }))).era).toBe('legacy');
  });

  it('reaches a legacy server that answers the probe of the newer era with a 5xx', async () => {
    const { url } = await legacyServer(undefined, (request, response) => {
      if (!request.headers['mcp-method']) return false;
      response.writeHead(500).end();
      return true;
    });
    expect((await talk(target(url))).era).toBe('legacy');
  });

  it('reports the first failure when neither era works out', async () => {
    const server = await answers();
    await expect(openMcp(target(`${server.url}/500`), trust)).rejects.toMatchObject({ code: 'http_error' });
    await expect(openMcp(target(`${server.url}/500`, { era: 'legacy' }), trust)).rejects.toMatchObject({
      code: 'http_error',
    });
    await expect(openMcp(target(`${server.url}/401`, { era: 'legacy' }), trust)).rejects.toMatchObject({
      code: 'http_unauthorized',
    });
  });

  it('of the legacy era ends its session with a DELETE', async () => {
    const { url, seen } = await legacyServer();
    await talk(target(url));
    await vi.waitFor(() => expect(seen.at(-1)).toEqual({ http: 'DELETE', rpc: undefined, session: 'session-1' }));
  });

  it('is over within two seconds when the server does not answer the DELETE', async () => {
    const { url, listening } = await legacyServer(undefined, ({ method }) => method === 'DELETE');
    const connection = await openMcp(target(url), trust);
    const started = performance.now();
    await connection.close();
    expect(performance.now() - started).toBeLessThan(2000);
    await vi.waitFor(() => expect(listening.connections).toBe(0));
  });

  it('may be closed twice, and answers no call afterwards', async () => {
    const { url } = await legacyServer();
    const connection = await openMcp(target(url), trust);
    await Promise.all([connection.close(), connection.close()]);
    await expect(connection.run((client) => client.listTools())).rejects.toThrow();
  });

  it('is not confused by a refusal of the notification stream, however late that comes', async () => {
    const refusals: (() => void)[] = [];
    let current: ServerResponse | undefined;
    const { url } = await legacyServer(
      (method) => {
        if (method !== 'tools/list') return undefined;
        // The refusal arrives between the head of this answer and its body.
        const response = current as ServerResponse;
        const end = response.end.bind(response) as (text: string) => ServerResponse;
        response.end = ((text: string) => {
          response.flushHeaders();
          setTimeout(() => refusals.forEach((refuse) => void refuse()), 30);
          setTimeout(() => end(text), 90);
        }) as never;
        return { error: { code: -32603, message: 'The tool registry is down' } };
      },
      (request, response) => {
        current = response;
        if (request.method !== 'GET') return false;
        refusals.push(() => response.writeHead(405).end());
        return true;
      },
    );
    const connection = await openMcp(target(url), trust);
    await vi.waitFor(() => expect(refusals).toHaveLength(1));
    await expect(listTools(connection)).rejects.toMatchObject({ code: 'mcp_error' });
    await connection.close();
  });

  it('survives an observer that throws', async () => {
    const front = await startTlsFront({ ...material, upstreamPort: 1 });
    closers.push(front.close);
    for (const event of [
      'resolving',
      'resolved',
      'connecting',
      'connected',
      'securing',
      'secured',
      'responded',
    ] as const) {
      const observer = {
        [event]: () => {
          throw new Error(`the observer of ${event} is broken`);
        },
      };
      await expect(openMcp(target(`${front.url}/mcp`), trust, { observer })).rejects.toThrow();
    }
    await vi.waitFor(() => expect(front.connections).toBe(0));
  });
});

describe('authentication', () => {
  const { bearer, apiKey, basic, raw, tenant } = acceptedSecrets;
  const choices: [string, McpAuth, Record<string, string>, string, string][] = [
    ['bearer', { auth_type: 'bearer_token', auth_value: bearer }, {}, 'authorization', `Bearer ${bearer}`],
    ['api-key', { auth_type: 'api_key', auth_value: apiKey }, {}, 'x-api-key', apiKey],
    ['basic', { auth_type: 'basic', auth_value: basic }, {}, 'authorization', `Basic ${btoa(basic)}`],
    ['raw', { auth_type: 'authorization', auth_value: raw }, {}, 'authorization', raw],
    ['header', { auth_type: 'none', auth_value: null }, { 'X-Tenant': tenant }, 'x-tenant', tenant],
  ];

  it.each(choices)(
    '%s arrives as the server expects it, with every request',
    async (path, auth, fixed, name, value) => {
      const server = await answers();
      const url = `${server.url}/auth/${path}`;
      const { tools } = await talk(target(url, { headers: authHeaders(auth, fixed) }));
      expect(tools).toEqual(expect.arrayContaining(currentEraTools));
      expect(server.lastHeaders?.[name]).toBe(value);
      await expect(openMcp(target(url), trust)).rejects.toMatchObject({ code: 'http_unauthorized' });
    },
  );

  it('sends nothing that was not chosen', () => {
    expect(authHeaders({ auth_type: 'none', auth_value: 'left over' }, {})).toEqual({});
    expect(authHeaders({ auth_type: 'bearer_token', auth_value: null }, {})).toEqual({});
  });

  it('encodes user and password in UTF-8 (RFC 7617), and lets a static header win', () => {
    const auth: McpAuth = { auth_type: 'basic', auth_value: 'jürgen:pässwörd' };
    const { authorization } = authHeaders(auth, {});
    expect(Buffer.from(String(authorization).replace('Basic ', ''), 'base64').toString('utf8')).toBe('jürgen:pässwörd');
    expect(authHeaders(auth, { Authorization: 'Lab own' })).toEqual({ authorization: 'Lab own' });
  });
});

describe('a redirect', () => {
  const secret = { authorization: 'Bearer never-to-be-seen-elsewhere' };

  it('within the origin is followed, with the credentials', async () => {
    const server = await answers();
    const to = target(`${server.url}/redirect-same`, { headers: secret });
    expect((await talk(to)).tools).toEqual(expect.arrayContaining(currentEraTools));
    expect(server.lastHeaders?.authorization).toBe(secret.authorization);
  });

  it('to another origin is refused and never reaches it: not by another port, name or scheme', async () => {
    const elsewhere = await answers();
    const server = await answers({ otherOrigin: elsewhere.url });
    const to = (path: string) => target(`${server.url}${path}`, { headers: secret });
    await expect(openMcp(to('/redirect-other'), trust)).rejects.toMatchObject({
      code: 'http_redirect_refused',
      message: expect.stringContaining(elsewhere.url),
    });
    expect(elsewhere.lastHeaders).toBeNull();
    await expect(openMcp({ ...to('/redirect-other'), transport: 'sse' }, trust)).rejects.toMatchObject({
      code: 'http_redirect_refused',
    });
    expect(elsewhere.lastHeaders).toBeNull();

    const byName = await answers();
    await expect(openMcp(target(`${byName.url}/redirect-other`), trust)).rejects.toMatchObject({
      code: 'http_redirect_refused',
    });
    expect(byName.hits('/mcp')).toBe(0);
  });

  it('has no say in what else is asked: a request to another origin never leaves', async () => {
    const server = await answers();
    const onFailed = vi.fn();
    const dispatcher = new Agent();
    const options = { dispatcher, origin: 'https://mcp.corp.example', headers: secret, observer: {} };
    const fetch = boundedFetch({
      ...options,
      signal: AbortSignal.timeout(2000),
      isGetOptional: true,
      onBroken: onFailed,
      onFailed,
    });
    await expect(fetch(`${server.url}/mcp`)).rejects.toMatchObject({ code: 'http_redirect_refused' });
    await dispatcher.destroy();
    expect([server.lastHeaders, onFailed.mock.calls]).toEqual([null, []]);
  });

  it('to a forbidden address is refused without a connection to it', async () => {
    const server = await answers();
    const started = performance.now();
    await expect(openMcp(target(`${server.url}/redirect-metadata`), trust)).rejects.toMatchObject({
      code: 'http_redirect_refused',
      message: expect.stringContaining('http://169.254.169.254'),
    });
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('in a circle comes to an end', async () => {
    const server = await answers();
    await expect(openMcp(target(`${server.url}/redirect-loop`), trust)).rejects.toMatchObject({
      code: 'http_redirect_refused',
      message: expect.stringContaining('/redirect-loop'),
    });
    expect(server.hits('/redirect-loop')).toBeLessThan(50);
  });

  it('that is none (304) is an error of the server', async () => {
    const { port, close } = await listen(createServer((_request, response) => response.writeHead(304).end()));
    closers.push(close);
    await expect(openMcp(target(`http://127.0.0.1:${port}/mcp`), trust)).rejects.toMatchObject({ code: 'http_error' });
  });

  it('of the message endpoint of an SSE server to another origin is refused', async () => {
    let stolen: IncomingMessage | null = null;
    const thief: Listening = await listen(
      createServer((request, response) => {
        stolen = request;
        response.end();
      }),
    );
    const { port, close } = await listen(
      createServer((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(`event: endpoint\ndata: http://127.0.0.1:${thief.port}/steal\n\n`);
      }),
    );
    closers.push(close, thief.close);
    const to = target(`http://127.0.0.1:${port}/sse`, { transport: 'sse', headers: secret, timeoutMs: 1000 });
    await expect(openMcp(to, trust)).rejects.toMatchObject({ name: 'McpFailure' });
    expect(stolen).toBeNull();
  });
});

describe('a port that belongs to another protocol', () => {
  it('is refused by name, as HTTP clients never dial it', async () => {
    await expect(openMcp(target('http://127.0.0.1:6667/mcp'), trust)).rejects.toMatchObject({
      code: 'address_not_allowed',
      message: expect.stringContaining('port'),
    });
  });
});
