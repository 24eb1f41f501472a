import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { connect as connectTcp, createServer, isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { Agent, fetch } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findingCodes } from '../lib/diagnosis/codes';
import { catalogue } from './catalogue';
import { issueCertificate } from './certificates';
import { currentEraTools } from './current-era';
import { aiaPort, type Lab, type LabServer, startLab } from './start';
import { connectClient } from './test-client';
import { tlsScenarios } from './tls-scenarios';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({
    only: ['current', 'legacy-http', 'legacy-sse', ...tlsScenarios.map((scenario) => scenario.name)],
  });
}, 30_000);
afterAll(() => lab.close());

interface Attempt {
  protocol: string | null;
  /** The first bytes of the answer to a request, or null. */
  answer: string | null;
  code: string | null;
}

/** What plain Node sees of a TLS server. */
async function attempt(
  server: LabServer,
  caPath: string,
  identity: { key?: string; cert?: string } = {},
): Promise<Attempt> {
  const ca = await readFile(caPath, 'utf8');
  const { hostname, port } = new URL(server.url);
  const servername = isIP(hostname) ? undefined : hostname;
  return new Promise((resolve) => {
    const seen: Attempt = { protocol: null, answer: null, code: null };
    const socket = connectTls({ host: '127.0.0.1', port: Number(port), servername, ca, ...identity });
    socket.once('secureConnect', () => {
      seen.protocol = socket.getProtocol();
      socket.write('GET /nothing HTTP/1.1\r\nhost: lab\r\nconnection: close\r\n\r\n');
    });
    socket.once('data', (data: Buffer) => {
      seen.answer = data.toString('latin1').slice(0, 12);
      socket.destroy();
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      seen.code = error.code ?? 'unknown';
    });
    socket.once('close', () => resolve(seen));
  });
}

describe('a real MCP client', () => {
  it.each([
    ['current', 'modern', currentEraTools],
    ['legacy-http', 'legacy', ['echo']],
    ['legacy-sse', 'legacy', ['echo']],
  ])('connects through the good front of %s and lists its tools', async (name, era, tools) => {
    const server = lab.server(name);
    const { client, close } = await connectClient(server, await readFile(server.caPath, 'utf8'));
    const listed = await client.listTools();
    expect(client.getProtocolEra()).toBe(era);
    expect(listed.tools.map((tool) => tool.name)).toEqual(expect.arrayContaining(tools));
    await close();
  });

  it('calls a tool of the current era', async () => {
    const server = lab.server('current');
    const { client, close } = await connectClient(server, await readFile(server.caPath, 'utf8'));
    expect(await client.callTool({ name: 'add', arguments: { a: 2, b: 40 } })).toMatchObject({
      content: [{ type: 'text', text: '42' }],
    });
    await close();
  });

  it('is refused by a front whose root it does not trust', async () => {
    const server = lab.server('current');
    const error = await connectClient(server, await readFile(lab.otherRootPath, 'utf8')).catch(
      (reason: unknown) => reason,
    );
    expect(causes(error)).toContain('UNABLE_TO_GET_ISSUER_CERT_LOCALLY');
  });
});

describe('a TLS scenario', () => {
  /** Of those that fail in a way of their own; the others are measured with all clients in `real-clients.test.ts`. */
  const codes: Record<string, string> = {
    'missing-intermediate': 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'unknown-ca': 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'self-signed': 'DEPTH_ZERO_SELF_SIGNED_CERT',
    expired: 'CERT_HAS_EXPIRED',
    'expired-intermediate': 'CERT_HAS_EXPIRED',
    'not-yet-valid': 'CERT_NOT_YET_VALID',
    'wrong-host': 'ERR_TLS_CERT_ALTNAME_INVALID',
    'same-name-root': 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'client-auth-only': 'INVALID_PURPOSE',
    'tls-1-1': 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
    'client-certificate': 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
    'client-certificate-1-2': 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
    'plain-http': 'ERR_SSL_WRONG_VERSION_NUMBER',
  };

  it.each(tlsScenarios.filter((scenario) => scenario.connects))(
    '$name answers a client that trusts the root',
    async ({ name }) => {
      const server = lab.server(name);
      expect(await attempt(server, server.caPath)).toEqual({
        protocol: name === 'tls-1-2' ? 'TLSv1.2' : 'TLSv1.3',
        answer: 'HTTP/1.1 404',
        code: null,
      });
    },
  );

  it.each(tlsScenarios.filter((scenario) => !scenario.connects))(
    '$name fails in Node as intended',
    async ({ name }) => {
      const server = lab.server(name);
      const before = lab.front(name).requests;
      expect(await attempt(server, server.caPath)).toMatchObject({
        answer: null,
        code: codes[name] ?? expect.any(String),
      });
      expect(lab.front(name).requests).toBe(before);
    },
  );

  it.each(tlsScenarios.filter((scenario) => !scenario.connects && scenario.connectsWith))(
    '$name connects with its repair',
    async ({ name }) => {
      const { repairPath, ...server } = lab.server(name);
      expect(await attempt({ ...server, repairPath }, String(repairPath))).toMatchObject({
        answer: 'HTTP/1.1 404',
        code: null,
      });
    },
  );

  it('asks for the client certificate after the handshake in TLS 1.3, before its end in TLS 1.2', async () => {
    expect(await attempt(lab.server('client-certificate'), lab.rootPath)).toMatchObject({ protocol: 'TLSv1.3' });
    expect(await attempt(lab.server('client-certificate-1-2'), lab.rootPath)).toMatchObject({ protocol: null });
  });
});

describe('a server that requires a client certificate', () => {
  it.each(['client-certificate', 'client-certificate-1-2'])('%s accepts one of the lab', async (name) => {
    const visitor = await issueCertificate({
      subject: 'CN=visitor',
      issuer: lab.pki.root,
      extendedKeyUsage: ['clientAuth'],
      omitSubjectAltName: true,
    });
    const seen = await attempt(lab.server(name), lab.rootPath, { key: visitor.keyPem, cert: visitor.pem });
    expect(seen).toMatchObject({ answer: 'HTTP/1.1 404', code: null });
  });
});

describe('a lab', () => {
  it('gives each server a name and, where ports are fixed, a port of its own', () => {
    const names = catalogue.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const ports = catalogue.filter(({ name }) => !name.startsWith('answers-')).map(({ fixedPort }) => fixedPort);
    expect(new Set(ports).size).toBe(ports.length);
    expect(ports).not.toContain(aiaPort);
  });

  it('shows every code that a chain can have', () => {
    const shown = new Set(catalogue.flatMap(({ findings }) => findings));
    const ofChains = findingCodes.slice(findingCodes.indexOf('unknown_ca'), findingCodes.indexOf('http_unauthorized'));
    expect(ofChains.filter((code) => !shown.has(code))).toEqual([]);
  });

  it('refuses a server it does not have', async () => {
    await expect(startLab({ only: ['no-such-server'] })).rejects.toThrow('no-such-server');
  });

  it('has the hostile servers and the HTTP answers behind the good chain', async () => {
    const other = await startLab({
      only: ['hostile-endless-stream', 'answers-401', 'answers-redirect-same', 'hostile-silent'],
    });
    const agent = new Agent({ connect: { ca: other.pki.root.pem } });
    const status = async (name: string) => {
      const response = await fetch(other.server(name).url, { dispatcher: agent, redirect: 'manual' });
      await response.body?.cancel();
      return response.status;
    };
    expect(await status('hostile-endless-stream')).toBe(200);
    expect(await status('answers-401')).toBe(401);
    expect(await status('answers-redirect-same')).toBe(307);
    expect(new URL(other.server('hostile-silent').url).protocol).toBe('https:');
    await agent.destroy();
    await other.close();
  });

  it('keeps its authorities in the directory it was given, with private keys for the owner alone', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'vouch-lab-test-'));
    const first = await startLab({ directory, only: [] });
    const root = await readFile(first.rootPath, 'utf8');
    await first.close();
    const second = await startLab({ directory, only: ['good-intermediate'] });
    expect(await readFile(second.rootPath, 'utf8')).toBe(root);
    expect(await attempt(second.server('good-intermediate'), first.rootPath)).toMatchObject({ code: null });
    await second.close();
    for (const name of (await readdir(directory)).filter((file) => file.endsWith('.key.pem'))) {
      expect((await stat(join(directory, name))).mode & 0o777).toBe(0o600);
    }
    await rm(directory, { recursive: true });
  });

  it.each([
    ['of a server', 7401, 'current'],
    ['of the issuers’ certificates', aiaPort, 'aia-der'],
  ])('names the fixed port %s that another program has', async (_whose, port, name) => {
    const other = createServer().on('error', () => undefined);
    // Whether this listens or finds another lab there: the port is taken.
    other.listen(port, '127.0.0.1');
    await expect(startLab({ only: [name], ports: 'fixed' })).rejects.toThrow(`Port ${port} of 127.0.0.1 is taken`);
    other.close();
  });

  it('frees its ports and removes its temporary directory on close', async () => {
    const short = await startLab({ only: ['current'] });
    const { port } = new URL(short.server('current').url);
    await short.close();
    expect(await tcpRefusal(Number(port))).toBe('ECONNREFUSED');
    await expect(stat(short.directory)).rejects.toThrow('ENOENT');
  });
});

function tcpRefusal(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connectTcp(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
  });
}

function causes(error: unknown): (string | undefined)[] {
  if (!(error instanceof Error)) return [];
  return [(error as NodeJS.ErrnoException).code, ...causes(error.cause)];
}
