import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent, fetch } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Listening, listen } from './listen';
import { createPki, type Pki } from './pki';
import { startTlsFront, type TlsFront } from './tls-front';
import { goodChain } from './tls-scenarios';

const upstream = createServer();
let pki: Pki;
let listening: Listening;
let front: TlsFront;

beforeAll(async () => {
  pki = await createPki();
  listening = await listen(upstream);
  front = await startTlsFront({ ...(await goodChain(pki)), upstreamPort: listening.port });
});
afterAll(async () => {
  await front.close();
  await listening.close();
});

/** A client of its own for each test. Without the limit undici may open a connection before it takes the last one back. */
async function withAgent<Value>(ca: string, use: (agent: Agent) => Promise<Value>): Promise<Value> {
  const agent = new Agent({ connections: 1, connect: { ca } });
  try {
    return await use(agent);
  } finally {
    await agent.destroy();
  }
}

function answerOnce(answer: (request: IncomingMessage, response: ServerResponse) => void): void {
  upstream.removeAllListeners('request').once('request', answer);
}

it('counts one handshake for two requests on one connection', async () => {
  upstream.removeAllListeners('request').on('request', (request, response) => request.pipe(response));
  front.resetCounts();
  await withAgent(pki.root.pem, async (dispatcher) => {
    for (const body of ['one', 'two']) {
      const response = await fetch(front.url, { method: 'POST', body, dispatcher });
      expect(await response.text()).toBe(body);
    }
  });
  expect(front).toMatchObject({ handshakes: 1, requests: 2, connectionsWithRequest: 1 });
});

it('passes status, headers and path on in both directions', async () => {
  answerOnce((request, response) =>
    response.writeHead(418, { 'x-back': `${request.url} ${request.headers['x-forth']}` }).end(),
  );
  await withAgent(pki.root.pem, async (dispatcher) => {
    const response = await fetch(`${front.url}/a?b=c`, { headers: { 'x-forth': 'yes' }, dispatcher });
    expect([response.status, response.headers.get('x-back')]).toEqual([418, '/a?b=c yes']);
  });
});

it('delivers the head of an event stream before its first event, and ends the upstream request when the client leaves', async () => {
  const gone = new Promise<void>((resolve) => {
    answerOnce((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      response.once('close', () => resolve());
    });
  });
  await withAgent(pki.root.pem, async (dispatcher) => {
    const abort = new AbortController();
    const response = await fetch(front.url, { dispatcher, signal: abort.signal });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    abort.abort();
    await gone;
  });
});

it('cuts the connection to the client when the upstream cuts its own', async () => {
  answerOnce((_request, response) =>
    response.writeHead(200, { 'content-length': 100 }).write('half', () => response.destroy()),
  );
  await withAgent(pki.root.pem, async (dispatcher) => {
    const response = await fetch(front.url, { dispatcher });
    await expect(response.text()).rejects.toThrow('terminated');
  });
});

it('answers 502 when there is no upstream', async () => {
  const spare = await listen(createServer());
  await spare.close();
  const orphan = await startTlsFront({ ...(await goodChain(pki)), upstreamPort: spare.port });
  await withAgent(pki.root.pem, async (dispatcher) =>
    expect((await fetch(orphan.url, { dispatcher })).status).toBe(502),
  );
  await orphan.close();
});

it('shows a replaced certificate to the next connection', async () => {
  const rotating = await startTlsFront({ ...(await goodChain(pki)), upstreamPort: listening.port });
  rotating.setCertificate(pki.selfSigned.keyPem, pki.selfSigned.pem);
  answerOnce((_request, response) => response.end());
  await withAgent(pki.root.pem, (dispatcher) => expect(fetch(rotating.url, { dispatcher })).rejects.toThrow());
  await withAgent(pki.selfSigned.pem, async (dispatcher) =>
    expect((await fetch(rotating.url, { dispatcher })).status).toBe(200),
  );
  await rotating.close();
});

it('frees its port on close although a client holds a stream open', async () => {
  const busy = await startTlsFront({ ...(await goodChain(pki)), upstreamPort: listening.port });
  answerOnce((_request, response) => response.writeHead(200).flushHeaders());
  await withAgent(pki.root.pem, async (dispatcher) => {
    const response = await fetch(busy.url, { dispatcher });
    await busy.close();
    await expect(response.text()).rejects.toThrow('terminated');
  });
  const again = createServer().listen(busy.port, '127.0.0.1');
  await once(again, 'listening');
  again.close();
});
