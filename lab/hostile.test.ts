import { get } from 'node:http';
import { connect } from 'node:tls';
import { Agent, fetch, type Response } from 'undici';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type HostileKind, type HostileServer, startHostile } from './hostile';
import { createPki, type Pki } from './pki';
import { connectClient } from './test-client';
import { goodChain, type TlsMaterial } from './tls-scenarios';

const mebibyte = 1024 * 1024;
let pki: Pki;
let material: TlsMaterial;
let agent: Agent;
let server: HostileServer;

beforeAll(async () => {
  pki = await createPki();
  material = await goodChain(pki);
});
beforeEach(() => {
  agent = new Agent({ connect: { ca: pki.root.pem } });
});
afterEach(async () => {
  await agent.destroy();
  // Whatever a server does without end, it stops doing when its client leaves.
  await vi.waitFor(() => expect(server.connections).toBe(0));
  await server.close();
});

async function start(kind: HostileKind, isPlain = false): Promise<HostileServer> {
  server = await startHostile(kind, isPlain ? {} : { tls: material });
  return server;
}

const post = (url: string, signal?: AbortSignal) =>
  fetch(url, { method: 'POST', body: '{}', dispatcher: agent, signal });

/** At least `bytes` of the body, which is then left. */
async function readSome(response: Response, bytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(Buffer.from(chunk as Uint8Array));
    length += (chunk as Uint8Array).length;
    if (length >= bytes) break;
  }
  return Buffer.concat(chunks);
}

describe('a hostile server', () => {
  it.each([
    ['silent', true],
    ['silent over TLS', false],
  ])('%s accepts the connection and says nothing', async (_title, isPlain) => {
    const { url } = await start('silent', isPlain);
    await expect(post(url, AbortSignal.timeout(200))).rejects.toThrow('timeout');
    expect(server.connections).toBe(1);
  });

  it('silent completes the TLS handshake only when it has a certificate', async () => {
    const { port } = await start('silent');
    const socket = connect({ host: '127.0.0.1', port, ca: pki.root.pem });
    await new Promise<void>((resolve) => socket.once('secureConnect', resolve));
    socket.destroy();
  });

  it('endless-stream keeps sending comments', async () => {
    const response = await post((await start('endless-stream')).url);
    expect((await readSome(response, 40)).toString()).toMatch(/^(: still here\n\n){3}/);
  });

  it('flood sends one line without end', async () => {
    const response = await post((await start('flood')).url);
    const [, ...lines] = (await readSome(response, 16 * mebibyte)).toString('latin1').split('\n');
    expect([lines.length, response.headers.get('content-type')]).toEqual([1, 'text/event-stream']);
  });

  it('huge-body announces and begins a JSON document of 1 GiB', async () => {
    const response = await post((await start('huge-body')).url);
    expect(response.headers.get('content-length')).toBe(String(1024 * mebibyte));
    expect((await readSome(response, 4 * mebibyte)).toString('latin1', 0, 10)).toBe('{"jsonrpc"');
  });

  it('gzip-bomb expands a thousandfold', async () => {
    const { url, port } = await start('gzip-bomb', true);
    const expanded = await readSome(await post(url), 32 * mebibyte);
    expect(expanded.length).toBeGreaterThan(32 * mebibyte - 1);
    expect(await wireBytes(port)).toBeLessThan(2 * mebibyte);
  });

  it('half-response cuts the connection in the middle of the body', async () => {
    const response = await post((await start('half-response')).url);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
  });

  it('slow-headers never comes to the end of its headers', async () => {
    const { url } = await start('slow-headers');
    await expect(post(url, AbortSignal.timeout(400))).rejects.toThrow('timeout');
  });

  it('huge-headers sends more than a client takes', async () => {
    const { url } = await start('huge-headers');
    await expect(post(url)).rejects.toMatchObject({ cause: { code: 'UND_ERR_HEADERS_OVERFLOW' } });
  });

  it('endless-pages always names another page of tools', async () => {
    const { url } = await start('endless-pages');
    const { client, close } = await connectClient({ url }, pki.root.pem);
    const page = await client.listTools({ cursor: '41' });
    expect([page.tools.map((tool) => tool.name), page.nextCursor]).toEqual([['tool_41'], '42']);
    await close();
  });
});

/** Bytes of the body before they are expanded. */
function wireBytes(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, agent: false }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('end', () => resolve(bytes));
    }).on('error', reject);
  });
}
