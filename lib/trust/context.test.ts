import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createSecureContext, type TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { generateKeys, type Issued, issueCertificate } from '../../lab/certificates';
import { listen } from '../../lab/listen';
import { createPki, type Pki } from '../../lab/pki';
import { startTlsFront, type TlsFront, type TlsFrontOptions } from '../../lab/tls-front';
import { goodChain } from '../../lab/tls-scenarios';
import { readEnv } from '../env';
import { contextsBuilt } from './context';
import { describeTrust } from './describe';
import { setGlobalSslVerify } from './global-setting';
import { openCaptureSocket, openTlsSocket } from './open-socket';
import { resolveTrust, type ServerTrust } from './resolve';

const upstream = createServer((_request, response) => response.end());
const loopback = { host: '127.0.0.1', addresses: [{ address: '127.0.0.1', family: 4 }] };
let directory: string;
let pki: Pki;
let paths: Record<'root' | 'intermediate' | 'other' | 'selfSigned', string>;
let fronts: TlsFront[] = [];
let upstreamPort: number;
let closeUpstream: () => Promise<void>;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vouch-trust-'));
  pki = await createPki();
  const write = async (name: string, { pem }: Pick<Issued, 'pem'>) => {
    await writeFile(join(directory, name), pem);
    return join(directory, name);
  };
  paths = {
    root: await write('root.pem', pki.root),
    intermediate: await write('intermediate.pem', pki.intermediate),
    other: await write('other.pem', pki.otherRoot),
    selfSigned: await write('self-signed.pem', pki.selfSigned),
  };
  const listening = await listen(upstream);
  upstreamPort = listening.port;
  closeUpstream = listening.close;
});
afterAll(async () => {
  await closeUpstream();
  await rm(directory, { recursive: true, force: true });
});
beforeEach(() => {
  fronts = [];
});
afterEach(async () => {
  setGlobalSslVerify(null);
  delete process.env.SSL_VERIFY;
  delete process.env.SSL_CERT_FILE;
  await Promise.all(fronts.map((front) => front.close()));
});

async function start(options: Omit<TlsFrontOptions, 'upstreamPort'>): Promise<TlsFront> {
  const front = await startTlsFront({ ...options, upstreamPort });
  fronts.push(front);
  return front;
}

const server = (ssl_verify: string | null, include_public_roots = false): ServerTrust => ({
  ssl_verify,
  ca_bundle_id: null,
  include_public_roots,
});

/** What a connection under a decision comes to: the protocol, or the error's code. */
async function outcome(port: number, trust: ServerTrust): Promise<string> {
  const resolved = await resolveTrust(trust);
  return settle(openTlsSocket({ ...loopback, port }, resolved));
}

function settle(socket: TLSSocket): Promise<string> {
  return new Promise((resolve) => {
    socket.once('secureConnect', () => {
      resolve(socket.getProtocol() ?? 'none');
      socket.destroy();
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

describe('the shared context', () => {
  it('is built once for a thousand servers with the same bundle, under whatever path it lies', async () => {
    const copy = join(directory, 'copy.pem');
    await writeFile(copy, pki.root.pem);
    await resolveTrust(server(paths.root));
    const before = contextsBuilt();
    const resolved = await Promise.all(
      Array.from({ length: 1000 }, (_, index) => resolveTrust(server(index % 2 ? paths.root : copy))),
    );
    expect(new Set(resolved.map(({ context }) => context)).size).toBe(1);
    expect(contextsBuilt()).toBe(before);
  });

  it('is another one with the public roots added, and another one without verification', async () => {
    const contexts = await Promise.all([
      resolveTrust(server(paths.root)),
      resolveTrust(server(paths.root, true)),
      resolveTrust(server('false')),
      resolveTrust(server(null)),
      resolveTrust(server(paths.other)),
    ]);
    expect(new Set(contexts.map(({ context }) => context)).size).toBe(5);
  });

  it('is kept for 64 bundles and no more', async () => {
    const path = join(directory, 'many.pem');
    const resolve = async (index: number) => {
      await writeFile(path, `# ${index}\n${pki.root.pem}`);
      await resolveTrust(server(path));
    };
    for (let index = 0; index < 70; index += 1) await resolve(index);
    const before = contextsBuilt();
    for (let index = 69; index >= 10; index -= 1) await resolve(index);
    expect(contextsBuilt() - before).toBe(0);
    for (let index = 0; index < 6; index += 1) await resolve(index);
    expect(contextsBuilt() - before).toBe(6);
  });
});

describe('a connection', () => {
  it('is made under the new CA as soon as its file was rotated, and refused by the old one', async () => {
    const path = join(directory, 'rotated.pem');
    const front = await start(await goodChain(pki));
    await writeFile(path, pki.root.pem);
    expect(await outcome(front.port, server(path))).toBe('TLSv1.3');

    front.setCertificate(pki.selfSigned.keyPem, pki.selfSigned.pem);
    expect(await outcome(front.port, server(path))).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    await writeFile(path, pki.selfSigned.pem);
    expect(await outcome(front.port, server(path))).toBe('TLSv1.3');

    const { key, cert } = await goodChain(pki);
    front.setCertificate(key, cert);
    expect(await outcome(front.port, server(path))).toBe('UNABLE_TO_GET_ISSUER_CERT_LOCALLY');
  });

  it('is refused once the file of its bundle has vanished, although its context is still at hand', async () => {
    const path = join(directory, 'vanishing.pem');
    await writeFile(path, pki.root.pem);
    await resolveTrust(server(path));
    await rm(path);
    await expect(resolveTrust(server(path))).rejects.toMatchObject({
      code: 'bundle_missing',
      input: 'server.ssl_verify',
    });
    process.env.SSL_CERT_FILE = path;
    await expect(resolveTrust(server(null))).rejects.toMatchObject({ code: 'bundle_missing', input: 'SSL_CERT_FILE' });
    process.env.SSL_VERIFY = path;
    await expect(resolveTrust(server(null))).rejects.toMatchObject({ code: 'bundle_missing', input: 'SSL_VERIFY' });
  });

  it('under Default is refused to a private CA, which no public root vouches for', async () => {
    const front = await start(await goodChain(pki));
    expect(await outcome(front.port, server(null))).toBe('UNABLE_TO_GET_ISSUER_CERT_LOCALLY');
    expect(await outcome(front.port, server('true'))).toBe('UNABLE_TO_GET_ISSUER_CERT_LOCALLY');
  });

  it('under Default follows SSL_CERT_FILE, SSL_VERIFY and the YAML file, read for each connection', async () => {
    const front = await start(await goodChain(pki));
    process.env.SSL_CERT_FILE = paths.root;
    expect(await outcome(front.port, server(null))).toBe('TLSv1.3');
    expect(await outcome(front.port, server('true'))).toBe('TLSv1.3');
    setGlobalSslVerify(paths.other);
    expect(await outcome(front.port, server(null))).toBe('UNABLE_TO_GET_ISSUER_CERT_LOCALLY');
    process.env.SSL_VERIFY = paths.root;
    expect(await outcome(front.port, server(null))).toBe('TLSv1.3');
    expect(await outcome(front.port, server(paths.other))).toBe('UNABLE_TO_GET_ISSUER_CERT_LOCALLY');
  });

  it.each([
    ['a self-signed certificate', () => pki.selfSigned],
    ['one of an unknown CA', () => issueCertificate({ subject: 'CN=x', issuer: pki.otherRoot })],
    [
      'an expired one for another host',
      () =>
        issueCertificate({ subject: 'CN=x', dns: ['other.example'], notBefore: new Date(0), notAfter: new Date(1e12) }),
    ],
    ['one for clients only', () => issueCertificate({ subject: 'CN=x', extendedKeyUsage: ['clientAuth'] })],
  ])('under Disabled is made to %s', async (_title, issue) => {
    const { keyPem: key, pem: cert } = await issue();
    const front = await start({ key, cert });
    expect(await outcome(front.port, server('false'))).toBe('TLSv1.3');
    expect(await outcome(front.port, server(paths.root))).not.toBe('TLSv1.3');
  });

  it.each([
    ['Custom CA', () => server(paths.root)],
    ['Disabled', () => server('false')],
    ['Default', () => server(null)],
  ])('under %s is never made below TLS 1.2', async (_title, trust) => {
    const old = { ciphers: 'DEFAULT@SECLEVEL=0', minVersion: 'TLSv1', maxVersion: 'TLSv1.1' } as const;
    const front = await start({ ...(await goodChain(pki)), ...old });
    // The server itself works: a client that asks for TLS 1.1 gets it.
    const lax = { secureContext: createSecureContext({ ...old, ca: pki.root.pem }) };
    expect(await settle(connect({ host: '127.0.0.1', port: front.port, ...lax }))).toBe('TLSv1.1');
    expect(await outcome(front.port, trust())).toMatch(/PROTOCOL/);
  });

  it('is made when the bundle holds only the intermediate: what a person trusts need not be a root', async () => {
    const front = await start(await goodChain(pki));
    expect(await outcome(front.port, server(paths.intermediate))).toBe('TLSv1.3');
    const leafOnly = await issueCertificate({ subject: 'CN=localhost', issuer: pki.intermediate });
    const bare = await start({ key: leafOnly.keyPem, cert: leafOnly.pem });
    expect(await outcome(bare.port, server(paths.intermediate))).toBe('TLSv1.3');
    expect(await outcome(bare.port, server(paths.root))).toBe('UNABLE_TO_GET_ISSUER_CERT_LOCALLY');
  });

  it('trusts the bundle beside the public roots with include_public_roots, and only the bundle without', async () => {
    const front = await start(await goodChain(pki));
    expect(await outcome(front.port, server(paths.root, true))).toBe('TLSv1.3');
    expect(await outcome(front.port, server(paths.other, true))).toBe('UNABLE_TO_GET_ISSUER_CERT_LOCALLY');
    // Nobody here has a public CA's key. A forged certificate tells all the same whether its supposed issuer is at hand.
    const forger = await issueCertificate({
      subject: 'C=US,O=Internet Security Research Group,CN=ISRG Root X1',
      isCa: true,
      keys: await generateKeys('rsa-2048'),
    });
    const forged = await issueCertificate({ subject: 'CN=localhost', issuer: forger, authorityKeyId: 'omit' });
    // With a `ca` of its own, or the server itself would find the real issuer among its roots and send it along.
    const forgery = await start({ key: forged.keyPem, cert: forged.pem, ca: pki.root.pem });
    expect(await outcome(forgery.port, server(null))).toBe('CERT_SIGNATURE_FAILURE');
    expect(await outcome(forgery.port, server('false'))).toBe('TLSv1.3');
    expect(await outcome(forgery.port, server(paths.root, true))).toBe('CERT_SIGNATURE_FAILURE');
    expect(await outcome(forgery.port, server(paths.root))).toBe('UNABLE_TO_GET_ISSUER_CERT_LOCALLY');
  });

  it('that only looks at a refused chain completes its handshake, and knows what verification says', async () => {
    const front = await start({ key: pki.selfSigned.keyPem, cert: pki.selfSigned.pem });
    const socket = openCaptureSocket({ ...loopback, port: front.port }, await resolveTrust(server(paths.root)));
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    expect([socket.authorized, socket.authorizationError]).toEqual([false, 'DEPTH_ZERO_SELF_SIGNED_CERT']);
    socket.destroy();
  });
});

describe('the report of a decision', () => {
  it('names the setting that decides although its bundle cannot be used', async () => {
    process.env.SSL_CERT_FILE = join(directory, 'absent.pem');
    expect(await describeTrust(server(null))).toMatchObject({
      problem: { code: 'bundle_missing' },
      trust: { source: 'env:SSL_CERT_FILE', verify: true, roots: 'bundle', bundle: null },
      certificates: [],
    });
  });

  it('says in a sentence what a connection would be verified against, and why', async () => {
    const sentence = async (trust: ServerTrust) => (await describeTrust(trust)).sentence;
    expect(await sentence(server(paths.root))).toBe(`Verified against ${paths.root}, because this server says so.`);
    expect(await sentence(server('false'))).toBe('Not verified, because this server says so.');
    expect(await sentence(server(null))).toBe('Verified against the public roots, because nothing else is set.');
    process.env.SSL_CERT_FILE = paths.other;
    expect(await sentence(server('true'))).toBe(
      `Verified against ${paths.other} (the file SSL_CERT_FILE names), because this server says so.`,
    );
    process.env.SSL_VERIFY = 'no';
    expect(await describeTrust(server(null))).toMatchObject({
      sentence: 'Nothing connects until this is corrected.',
      problem: { code: 'bundle_missing', message: expect.stringContaining('write false') },
      trust: { source: 'env:SSL_VERIFY' },
    });
  });
});

describe('NODE_TLS_REJECT_UNAUTHORIZED', () => {
  it('is refused when it switches verification off for everybody', () => {
    expect(() => readEnv({ ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toThrow(
      /^NODE_TLS_REJECT_UNAUTHORIZED/,
    );
    expect(() => readEnv({ ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '1' })).not.toThrow();
  });

  it('changes nothing for a connection that verifies, even when it is set later', async () => {
    const front = await start({ key: pki.selfSigned.keyPem, cert: pki.selfSigned.pem });
    const resolved = await resolveTrust(server(paths.root));
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      expect(await settle(openTlsSocket({ ...loopback, port: front.port }, resolved))).toBe(
        'DEPTH_ZERO_SELF_SIGNED_CERT',
      );
      await expect(resolveTrust(server(paths.root))).rejects.toThrow('NODE_TLS_REJECT_UNAUTHORIZED');
    } finally {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    }
  });
});
