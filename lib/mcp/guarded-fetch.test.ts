import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { issueCertificate } from '../../lab/certificates';
import { type Listening, listen } from '../../lab/listen';
import { createPki, type Pki } from '../../lab/pki';
import { goodChain, type TlsMaterial } from '../../lab/tls-scenarios';
import { setEgressRules } from './egress-rules';
import { installGuardedFetch } from './guarded-fetch';

let directory: string;
let pki: Pki;
let material: TlsMaterial;
const closers: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vouch-guarded-'));
  pki = await createPki();
  material = await goodChain(pki);
  await writeFile(join(directory, 'root.pem'), pki.root.pem);
  await writeFile(join(directory, 'other.pem'), (await issueCertificate({ subject: 'CN=Other', isCa: true })).pem);
  installGuardedFetch();
});
beforeEach(() => {
  process.env.SSL_CERT_FILE = join(directory, 'root.pem');
});
afterEach(async () => {
  delete process.env.SSL_CERT_FILE;
  delete process.env.SSL_VERIFY;
  setEgressRules({ allow: [], deny: [] });
  await Promise.all(closers.splice(0).map((close) => close()));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

interface Site extends Listening {
  url: string;
  /** Connections so far. */
  readonly reached: number;
  requests: string[];
}

async function site(answer: RequestListener = (_, response) => response.end('hello'), tls = false): Promise<Site> {
  let reached = 0;
  const requests: string[] = [];
  const listener: RequestListener = (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    return answer(request, response);
  };
  const server = tls ? createTlsServer(material, listener) : createServer(listener);
  server.on('connection', () => (reached += 1));
  const listening = await listen(server);
  closers.push(listening.close);
  const url = `${tls ? 'https' : 'http'}://127.0.0.1:${listening.port}`;
  return Object.defineProperties({ ...listening, url, requests } as Site, { reached: { get: () => reached } });
}

/** The errors below the one that `fetch` rejects with, as code or name. */
async function causesOf(run: Promise<Response>): Promise<unknown[]> {
  const causes: unknown[] = [];
  let error = await run.then(
    (response) => new Error(`it was answered ${response.status}`),
    (caught) => caught,
  );
  for (; error instanceof Error; error = error.cause) causes.push((error as NodeJS.ErrnoException).code ?? error.name);
  return causes;
}

describe('whatever calls fetch in this process', () => {
  it('trusts what a server with TLS verification Default is trusted by', async () => {
    const { url } = await site(undefined, true);
    expect(await (await fetch(url)).text()).toBe('hello');
    process.env.SSL_CERT_FILE = join(directory, 'other.pem');
    expect(await causesOf(fetch(url))).toContain('ConnectFailure');
    process.env.SSL_VERIFY = join(directory, 'root.pem');
    expect(await (await fetch(url)).text()).toBe('hello');
    process.env.SSL_VERIFY = 'false';
    expect(await causesOf(fetch(url)), 'verification off for servers').toContain('ConnectFailure');
  });

  it('trusts a file that was changed in place from the next request on', async () => {
    const { url, requests } = await site(undefined, true);
    const file = join(directory, 'rotated.pem');
    process.env.SSL_CERT_FILE = file;
    await writeFile(file, pki.root.pem);
    expect((await fetch(url)).status).toBe(200);
    await writeFile(file, (await issueCertificate({ subject: 'CN=Another', isCa: true })).pem);
    expect(await causesOf(fetch(url))).toContain('ConnectFailure');
    expect(requests).toHaveLength(1);
  });

  it('connects nowhere while the bundle cannot be used', async () => {
    const secure = await site(undefined, true);
    process.env.SSL_CERT_FILE = join(directory, 'absent.pem');
    expect(await causesOf(fetch(secure.url))).toContain('bundle_missing');
    expect(secure.reached).toBe(0);
  });

  it('sends what it is given and is answered as ever', async () => {
    const { url } = await site(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      response.writeHead(201, { 'x-seen': String(request.headers['x-sent']) }).end(Buffer.concat(chunks));
    });
    const response = await fetch(`${url}/token`, { method: 'POST', body: 'a=b', headers: { 'x-sent': 'yes' } });
    expect([response.status, response.headers.get('x-seen'), await response.text()]).toEqual([201, 'yes', 'a=b']);
  });

  it('goes by the rules of the moment at each request, for it keeps no connection', async () => {
    const { url, requests } = await site();
    expect(await (await fetch(url)).text()).toBe('hello');
    setEgressRules({ allow: [], deny: ['127.0.0.0/8'] });
    expect(await causesOf(fetch(url))).toContain('address_not_allowed');
    setEgressRules({ allow: ['127.0.0.1'], deny: [] });
    expect(await (await fetch(url)).text()).toBe('hello');
    expect(requests).toHaveLength(2);
  });

  it.each(['http://169.254.169.254/latest', 'https://169.254.169.254/', 'http://2852039166/', 'http://0.0.0.0/'])(
    'does not dial %s',
    async (url) => {
      expect(await causesOf(fetch(url))).toContain('address_not_allowed');
    },
  );

  it.each([301, 302, 303, 307, 308])('does not follow a redirect %i to a denied address', async (status) => {
    const denied = await site();
    setEgressRules({ allow: ['allowed.localhost'], deny: [] });
    const { port } = denied;
    for (const location of [denied.url, `//localhost:${port}/`, `http://127.1:${port}/`, 'http://169.254.169.254/']) {
      const redirecting = await site((_, response) => response.writeHead(status, { location }).end());
      const url = `http://allowed.localhost:${redirecting.port}/`;
      expect(await causesOf(fetch(url))).toContain('address_not_allowed');
      expect(await causesOf(fetch(url, { method: 'POST', body: 'code=secret' }))).toContain('address_not_allowed');
    }
    expect(denied.reached).toBe(0);
  });

  it('follows the redirects that stay on allowed addresses, and no further', async () => {
    const denied = await site();
    setEgressRules({ allow: ['allowed.localhost'], deny: [] });
    const target = await site();
    const chain = await site((request, response) => {
      const [, hop = ''] = /^\/(\d)$/.exec(String(request.url)) ?? [];
      const last = request.headers['x-last'] === 'denied' ? denied.url : `http://allowed.localhost:${target.port}/end`;
      response.writeHead(302, { location: hop === '3' ? last : `/${Number(hop) + 1}` }).end();
    });
    const start = `http://allowed.localhost:${chain.port}/0`;
    expect(await (await fetch(start)).text()).toBe('hello');
    expect(target.requests).toEqual(['GET /end']);
    expect(await causesOf(fetch(start, { headers: { 'x-last': 'denied' } }))).toContain('address_not_allowed');
    expect(denied.reached).toBe(0);
  });

  it('is not answered without end', async () => {
    const { url } = await site((_, response) => {
      response.writeHead(200);
      const block = Buffer.alloc(1024 * 1024);
      const more = () => {
        while (response.write(block));
        response.once('drain', more);
      };
      more();
    });
    const response = await fetch(url);
    await expect(response.arrayBuffer()).rejects.toThrow();
  });

  it('can be given up while it connects', async () => {
    const { url } = await site(() => undefined);
    const abort = new AbortController();
    const running = fetch(url, { signal: abort.signal });
    abort.abort(new Error('changed my mind'));
    await expect(running).rejects.toThrow('changed my mind');
  });
});
