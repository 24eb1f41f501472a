import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { issueCertificate } from '../../lab/certificates';
import { caIssuers } from '../../lab/extra-extensions';
import { type Recorder, startRecorder } from '../../lab/recorder';
import { admin as actor } from '../access/actors.fixture';
import { testConnection } from '../checks/test-connection';
import { fetchIssuer } from '../diagnosis/aia';
import { AppError } from '../errors';
import { setEgressRules } from '../mcp/egress-rules';
import { installGuardedFetch } from '../mcp/guarded-fetch';
import { readCertificate } from '../x509/certificate';

/** Nobody may reach it. */
let denied: Recorder;
const closers: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  denied = await startRecorder();
  closers.push(denied.close);
  setEgressRules({ allow: ['allowed.localhost', '*.allowed.localhost'], deny: [] });
});
afterEach(async () => {
  expect(denied.reached).toBe(0);
  setEgressRules({ allow: [], deny: [] });
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function allowed(answer?: RequestListener): Promise<Recorder> {
  const site = await startRecorder(answer);
  closers.push(site.close);
  return site;
}

async function attempt(url: string, more: object = {}) {
  const input = { url, transport: 'http', timeout_ms: 5000, ...more };
  const { report } = await testConnection({ actor, input });
  return report.error?.code ?? 'connected';
}

/** Ways to write where the denied server is, as a header or an event may. */
const places = (port: number) => [
  `http://127.0.0.1:${port}/mcp`,
  `http://localhost:${port}/mcp`,
  `http://denied.localhost:${port}/mcp`,
  `http://allowed.localhost@127.0.0.1:${port}/mcp`,
  `http://127.1:${port}/mcp`,
  `http://[::ffff:127.0.0.1]:${port}/mcp`,
  `//127.0.0.1:${port}/mcp`,
  `\\\\127.0.0.1:${port}\\mcp`,
  `https://127.0.0.1:${port}/mcp`,
];

it('the allowed server is reached, and the denied one not by its own address', async () => {
  const { port } = await allowed();
  expect(await attempt(`http://allowed.localhost:${port}/mcp`)).toBe('connected');
  for (const place of places(denied.port).filter((one) => /^https?:[^@]*$/.test(one))) {
    expect(await attempt(place)).toBe('address_not_allowed');
  }
});

describe('a server that sends an MCP client elsewhere', () => {
  it.each([301, 302, 303, 307, 308])('by a redirect with status %i', async (status) => {
    for (const [index, location] of places(denied.port).entries()) {
      const { port } = await allowed((_, response) => response.writeHead(status, { location }).end());
      const transport = index % 2 === 0 ? 'http' : 'sse';
      expect(await attempt(`http://allowed.localhost:${port}/mcp`, { transport })).toBe('http_redirect_refused');
    }
  });

  it('by several redirects, the last of which leaves the origin', async () => {
    const { port, take } = await allowed((request, response) => {
      const hop = Number(/hop=(\d)/.exec(String(request.url))?.[1] ?? 0);
      const location = hop < 2 ? `/mcp?hop=${hop + 1}` : `http://127.0.0.1:${denied.port}/mcp`;
      response.writeHead(307, { location }).end();
    });
    expect(await attempt(`http://allowed.localhost:${port}/mcp`)).toBe('http_redirect_refused');
    expect(take()).toBeGreaterThan(0);
  });

  it('by a redirect to another port of the same host, which the rules say nothing about', async () => {
    const other = await allowed();
    const location = `http://allowed.localhost:${other.port}/mcp`;
    const { port } = await allowed((_, response) => response.writeHead(307, { location }).end());
    expect(await attempt(`http://allowed.localhost:${port}/mcp`)).toBe('http_redirect_refused');
    expect(other.reached).toBe(0);
  });

  it('by the endpoint event of an SSE stream', async () => {
    for (const place of places(denied.port)) {
      const { port } = await allowed((_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(`event: endpoint\ndata: ${place}\n\n`);
      });
      const code = await attempt(`http://allowed.localhost:${port}/sse`, { transport: 'sse', timeout_ms: 1500 });
      // The client library refuses it by itself, in words without a code.
      expect(['http_redirect_refused', 'not_mcp']).toContain(code);
    }
  });

  it('by where its authorization server is said to be', async () => {
    const { port } = await allowed((_, response) => {
      const challenge = `Bearer resource_metadata="http://127.0.0.1:${denied.port}/.well-known/oauth-protected-resource"`;
      response.writeHead(401, { 'www-authenticate': challenge }).end();
    });
    expect(await attempt(`http://allowed.localhost:${port}/mcp`)).toBe('http_unauthorized');
  });

  it('by an alternative service, a refresh or a link', async () => {
    const { port } = await allowed((request, response) => {
      response.setHeader('alt-svc', `h2="127.0.0.1:${denied.port}"`);
      response.setHeader('refresh', `0; url=http://127.0.0.1:${denied.port}/`);
      response.setHeader('link', `<http://127.0.0.1:${denied.port}/>; rel=preload`);
      answerNotFound(request, response);
    });
    expect(await attempt(`http://allowed.localhost:${port}/mcp`)).toBe('http_not_found');
  });
});

function answerNotFound(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(404).end();
}

describe('a request that names another host than it goes to', () => {
  it('in a Host header is refused before it is sent', async () => {
    for (const name of ['Host', 'host', 'HOST']) {
      const url = `http://127.0.0.1:${denied.port}/mcp`;
      const refused = attempt(url, { static_headers: { [name]: 'allowed.localhost' } });
      await expect(refused).rejects.toBeInstanceOf(AppError);
    }
  });

  it('in a Host header of whatever else calls fetch goes by the URL', async () => {
    installGuardedFetch();
    const headers = { host: 'allowed.localhost' };
    await expect(fetch(`http://127.0.0.1:${denied.port}/`, { headers })).rejects.toMatchObject({
      cause: { cause: { code: 'address_not_allowed' } },
    });
    await expect(fetch(`https://127.0.0.1:${denied.port}/`, { headers })).rejects.toMatchObject({
      cause: { cause: { code: 'address_not_allowed' } },
    });
  });
});

describe('a certificate', () => {
  it('whose issuer is said to be at a denied address is not followed there', async () => {
    const root = await issueCertificate({ subject: 'CN=Root', isCa: true });
    const leafAt = async (url: string) =>
      readCertificate(
        (await issueCertificate({ subject: 'CN=leaf', issuer: root, extraExtensions: [caIssuers(url)] })).pem,
      );
    const answer: RequestListener = (_, response) => response.end(Buffer.from(root.certificate.rawData));
    const { port } = await allowed(answer);
    expect(await fetchIssuer(await leafAt(`http://allowed.localhost:${port}/ca`))).not.toBeNull();
    for (const place of places(denied.port).filter((one) => one.startsWith('http'))) {
      expect(await fetchIssuer(await leafAt(place))).toBeNull();
    }
    const redirecting = await allowed((_, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${denied.port}/ca` }).end(),
    );
    expect(await fetchIssuer(await leafAt(`http://allowed.localhost:${redirecting.port}/ca`))).toBeNull();
    expect(redirecting.reached).toBe(1);
  });
});

describe('a proxy named in the environment', () => {
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'];
  afterEach(() => {
    for (const name of [...names, 'NO_PROXY', 'NODE_USE_ENV_PROXY']) delete process.env[name];
  });

  it('is not used, by whatever dials', async () => {
    for (const name of names) process.env[name] = `http://127.0.0.1:${denied.port}`;
    process.env.NO_PROXY = '';
    process.env.NODE_USE_ENV_PROXY = '1';
    installGuardedFetch();
    const { port, take } = await allowed();
    expect(await attempt(`http://allowed.localhost:${port}/mcp`)).toBe('connected');
    expect(take()).toBeGreaterThan(0);
    expect((await fetch(`http://allowed.localhost:${port}/`)).status).toBe(405);
    expect(await attempt('http://169.254.169.254/mcp')).toBe('address_not_allowed');
    await expect(fetch('http://169.254.169.254/')).rejects.toThrow();
  });
});
