import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import '../../lab/reflect-api';
import { Extension } from '@peculiar/x509';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  daysFromNow,
  generateKeys,
  type Issued,
  type IssueOptions,
  issueCertificate,
  pemChain,
} from '../../lab/certificates';
import { encode } from '../../lab/der';
import { answerLegacyMcp } from '../../lab/legacy-mcp';
import { type Listening, listen } from '../../lab/listen';
import { startCurrentEra } from '../../lab/mcp-servers';
import { createPki, type Pki } from '../../lab/pki';
import { startTlsFront } from '../../lab/tls-front';
import { runCheck } from './check';
import type { Report } from './report';
import type { CheckTarget } from './target';

/** Takes its time, so all share them. */
const rsaKeys = generateKeys('rsa-2048');
let directory: string;
let pki: Pki;
let rootPath: string;
let files = 0;
const closers: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vouch-defects-'));
  pki = await createPki();
  rootPath = await bundle(pki.root);
});
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function bundle(...certificates: Pick<Issued, 'pem'>[]): Promise<string> {
  files += 1;
  const path = join(directory, `bundle-${files}.pem`);
  await writeFile(path, pemChain(...certificates));
  return path;
}

const target = (url: string, more: Partial<CheckTarget> = {}): CheckTarget => ({
  id: null,
  url,
  transport: 'http',
  ssl_verify: rootPath,
  ca_bundle_id: null,
  include_public_roots: false,
  auth_type: 'none',
  auth_value: null,
  static_headers: {},
  timeout_ms: 4000,
  era: null,
  ...more,
});

const check = async (url: string, more: Partial<CheckTarget> = {}): Promise<Report> =>
  (await runCheck({ target: target(url, more) })).report;

async function serve(server: Server): Promise<Listening> {
  const listening = await listen(server);
  closers.push(listening.close);
  return listening;
}

/** What is found at a server that sends this chain, with the root or another bundle as the trust. */
async function found(chain: Issued[], more: Partial<CheckTarget> = {}, tls: TlsOptions = {}): Promise<Report> {
  // With a `ca` that issued nothing: OpenSSL would send along what it finds among the server's own roots.
  const options = { key: chain[0]?.keyPem, cert: pemChain(...chain), ca: pki.selfSigned.pem, ...tls };
  const { port } = await serve(createHttpsServer(options, (_request, response) => response.writeHead(404).end()));
  return check(`https://127.0.0.1:${port}/mcp`, more);
}

const leaf = (options: Partial<IssueOptions> = {}) =>
  issueCertificate({ subject: 'CN=mcp.corp.example,O=Corp', issuer: pki.intermediate, ...options });
const codes = (report: Report) =>
  report.findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
const past = { notBefore: daysFromNow(-60), notAfter: daysFromNow(-30) };
const lax = { ciphers: 'DEFAULT@SECLEVEL=0' };

/** Malforms the times of a TBSCertificate, which are its only UTCTimes: there is no month 99. */
function withoutMonth(tbs: Buffer): Buffer {
  const utcTime = Buffer.from([0x17, 0x0d]);
  const notBefore = tbs.indexOf(utcTime);
  for (const at of [notBefore, tbs.indexOf(utcTime, notBefore + 2)]) tbs.write('9999', at + 4);
  return tbs;
}

// With a serial number that does not hold the bytes that are looked for, as a random one may.
const undated = { editTbs: withoutMonth, serial: '0102' };

describe('a chain with several defects', () => {
  it('has all of them reported: self-signed, for another host and expired', async () => {
    const report = await found([await leaf({ issuer: undefined, dns: ['other.example'], ...past })]);
    expect(codes(report)).toEqual(['self_signed_certificate', 'hostname_mismatch', 'certificate_expired']);
    expect(report.tls?.chain).toHaveLength(1);
  });

  it('has all of them reported: no intermediate, wrong purpose, for another host and not yet valid', async () => {
    const one = await leaf({ dns: ['other.example'], extendedKeyUsage: ['clientAuth'], notBefore: daysFromNow(5) });
    expect(codes(await found([one]))).toEqual([
      'missing_intermediate',
      'wrong_key_usage',
      'hostname_mismatch',
      'certificate_not_yet_valid',
    ]);
  });

  it('has each certificate’s own defects reported at its place', async () => {
    const old = await issueCertificate({ subject: 'CN=Old CA', issuer: pki.root, isCa: true, ...past });
    const report = await found([await leaf({ issuer: old, ...past }), old, pki.root]);
    expect(report.findings.map(({ code, certificate }) => [code, certificate])).toEqual([
      ['certificate_expired', 0],
      ['certificate_expired', 1],
      ['root_sent', 2],
    ]);
  });
});

describe('each defect of a chain', () => {
  it.each<[string, string, () => Promise<[Issued[], TlsOptions?]>]>([
    ['self_signed_certificate', 'a self-signed certificate sent twice', async () => [[pki.selfSigned, pki.selfSigned]]],
    [
      'key_identifier_mismatch',
      'another key in the AKI',
      async () => [[await leaf({ authorityKeyId: 'wrong' }), pki.intermediate]],
    ],
    [
      'unknown_critical_extension',
      'a critical extension that nobody knows',
      async () => [
        [
          await leaf({ extraExtensions: [new Extension('1.3.6.1.4.1.99999.1', true, new Uint8Array([5, 0]))] }),
          pki.intermediate,
        ],
      ],
    ],
    [
      'path_length_exceeded',
      'more CAs than one of them allows',
      async () => {
        const upper = await issueCertificate({ subject: 'CN=Upper', issuer: pki.root, isCa: true, pathLength: 0 });
        const lower = await issueCertificate({ subject: 'CN=Lower', issuer: upper, isCa: true });
        return [[await leaf({ issuer: lower }), lower, upper]];
      },
    ],
    [
      'issuer_not_a_ca',
      'a leaf issued by a leaf',
      async () => {
        const upper = await leaf();
        return [[await leaf({ subject: 'CN=below', issuer: upper }), upper, pki.intermediate]];
      },
    ],
    [
      'weak_signature',
      'SHA-1',
      async () => {
        const issuer = await issueCertificate({
          subject: 'CN=RSA CA',
          issuer: pki.root,
          isCa: true,
          keys: await rsaKeys,
        });
        return [[await leaf({ issuer, hash: 'SHA-1' }), issuer], lax];
      },
    ],
    [
      'wrong_key_usage',
      'a key for signing certificates only',
      async () => [[await leaf({ keyUsage: ['keyCertSign'] }), pki.intermediate]],
    ],
    [
      'signature_mismatch',
      'an intermediate with the right name and another key',
      async () => [
        [
          await leaf({ authorityKeyId: 'omit' }),
          await issueCertificate({ subject: pki.intermediate.subject, issuer: pki.root, isCa: true }),
        ],
      ],
    ],
    [
      'unknown_ca',
      'a chain whose own root was sent along',
      async () => [[await leaf({ issuer: pki.otherRoot }), pki.otherRoot]],
    ],
  ])('is found alone: %s (%s)', async (code, _title, build) => {
    const [chain, tls] = await build();
    const report = await found(chain, {}, tls);
    expect(codes(report)).toEqual([code]);
    expect(report.error?.message).toMatch(/CN=|"/);
  });

  it('is found alone: name_constraint_violation, at the CA that has the constraint', async () => {
    const permitted = encode(0x30, encode(0xa0, encode(0x30, encode(0x82, Buffer.from('corp.example')))));
    const nameConstraints = new Extension('2.5.29.30', true, new Uint8Array(permitted));
    const options = { subject: 'CN=Constrained CA', issuer: pki.root, isCa: true, extraExtensions: [nameConstraints] };
    const constrained = await issueCertificate(options);
    const inside = await leaf({ issuer: constrained, dns: ['mcp.corp.example'], ip: ['127.0.0.1'] });
    expect(codes(await found([inside, constrained]))).toEqual(['http_not_found']);
    const outside = await found([
      await leaf({ issuer: constrained, dns: ['mcp.other.example'], ip: ['127.0.0.1'] }),
      constrained,
    ]);
    expect(outside.findings[0]).toMatchObject({ code: 'name_constraint_violation', certificate: 1 });
    expect(outside.error?.message).toContain('CN=Constrained CA');
  });

  it('is found in an anchor too: a key that is too short', async () => {
    const parameters = {
      name: 'RSASSA-PKCS1-v1_5',
      hash: 'SHA-256',
      modulusLength: 768,
      publicExponent: new Uint8Array([1, 0, 1]),
    };
    const keys = await crypto.subtle.generateKey(parameters, true, ['sign', 'verify']);
    const weak = await issueCertificate({ subject: 'CN=Weak Root', isCa: true, keys });
    const report = await found([await leaf({ issuer: weak })], { ssl_verify: await bundle(weak) }, lax);
    expect(report.findings[0]).toMatchObject({ code: 'weak_key', certificate: null });
    expect(report.error?.message).toContain('CN=Weak Root');
  });

  it('is found in an anchor too: it has expired, and the bundle is named as the place to change', async () => {
    const old = await issueCertificate({ subject: 'CN=Old Root', isCa: true, ...past });
    const path = await bundle(old);
    const report = await found([await leaf({ issuer: old })], { ssl_verify: path });
    expect(report.findings[0]).toMatchObject({ code: 'certificate_expired', certificate: null });
    expect(report.findings[0]?.fix).toContain(path);
  });

  it('is not seen where there is none: a SHA-1 root that was sent along is not a weak signature', async () => {
    const old = await issueCertificate({
      subject: 'CN=SHA-1 Root',
      isCa: true,
      hash: 'SHA-1',
      keys: await rsaKeys,
    });
    expect(codes(await found([await leaf({ issuer: old }), old], {}, lax))).toEqual(['unknown_ca']);
  });

  it('is not seen where there is none: of two generations of a CA the valid one counts', async () => {
    const keys = await generateKeys();
    const old = await issueCertificate({ subject: 'CN=Renewed', isCa: true, keys, ...past });
    const renewed = await issueCertificate({ subject: 'CN=Renewed', isCa: true, keys });
    const one = await leaf({ issuer: renewed, dns: ['other.example'] });
    expect(codes(await found([one], { ssl_verify: await bundle(old, renewed) }))).toEqual(['hostname_mismatch']);
  });

  it('is told from two trusted CAs of one name, of which clients take the wrong one', async () => {
    const [right, wrong] = await Promise.all(
      [1, 2].map(() => issueCertificate({ subject: 'CN=Corp Root', isCa: true })),
    );
    if (!right || !wrong) throw new Error('unreachable');
    const silent = await leaf({ issuer: right, authorityKeyId: 'omit' });
    const report = await found([silent], { ssl_verify: await bundle(wrong, right) });
    expect(codes(report)).toEqual(['signature_mismatch']);
    expect(report.findings[0]?.fix).toContain(new X509Certificate(right.pem).fingerprint256);
    // Either way out of the fix works.
    const inOrder = await found([silent], { ssl_verify: await bundle(right, wrong) });
    expect(codes(inOrder)).toEqual(['http_not_found']);
    expect(inOrder.findings.map(({ code }) => code)).not.toContain('signature_mismatch');
    const telling = await leaf({ issuer: right });
    expect(codes(await found([telling], { ssl_verify: await bundle(wrong, right) }))).toEqual(['http_not_found']);
  });

  it('is not seen where there is none: a path length that is used up and no more', async () => {
    const upper = await issueCertificate({ subject: 'CN=Upper', issuer: pki.root, isCa: true, pathLength: 1 });
    const lower = await issueCertificate({ subject: 'CN=Lower', issuer: upper, isCa: true, pathLength: 0 });
    const one = await leaf({ issuer: lower, dns: ['other.example'] });
    expect(codes(await found([one, lower, upper]))).toEqual(['hostname_mismatch']);
  });

  it('is told from a self-signed certificate that was renewed with its key', async () => {
    const keys = await generateKeys();
    const [old, renewed] = await Promise.all([1, 2].map(() => leaf({ issuer: undefined, keys })));
    if (!old || !renewed) throw new Error('unreachable');
    const report = await found([renewed], { ssl_verify: await bundle(old) });
    expect(codes(report)).toEqual(['self_signed_certificate']);
    expect(report.error?.message).toContain('as after a renewal');
  });

  it('is a signature that does not fit the very key that the certificate names', async () => {
    const one = await leaf();
    const der = Buffer.from(new X509Certificate(one.pem).raw);
    der.write('MCP', der.indexOf('mcp.corp.example'));
    const pem = new X509Certificate(der).toString();
    const report = await found([{ ...one, pem }, pki.intermediate]);
    expect(codes(report)).toContain('signature_mismatch');
    expect(report.findings[0]?.detail).toContain('changed after it was signed');
  });

  it('is that a leaf which is trusted itself is no root, whatever is sent behind it', async () => {
    const one = await leaf();
    const report = await found([one, pki.intermediate], { ssl_verify: await bundle(one) });
    const warning = report.findings.find(({ code }) => code === 'unknown_ca');
    expect(warning).toMatchObject({ severity: 'warning', clients: ['python-3.12', 'node'] });
    expect(warning?.detail).toContain('but it is no root');
  });

  it('is an extension that cannot be read, and not a CA that is missing', async () => {
    const twice = [1, 2].map(() => new Extension('2.5.29.37', false, new Uint8Array([0x30, 0])));
    const report = await found([await leaf({ extraExtensions: twice }), pki.intermediate]);
    expect(codes(report)).toContain('tls_handshake_failed');
    expect(codes(report)).not.toContain('unknown_ca');
    expect(report.findings.find(({ code }) => code === 'tls_handshake_failed')?.certificate).toBe(0);
  });

  it('is the date in the words of a date where only some clients get as far as the root', async () => {
    const old = await issueCertificate({ subject: 'CN=Old Root', isCa: true, ...past });
    const below = await issueCertificate({ subject: 'CN=Below', isCa: true, issuer: old });
    const report = await found([await leaf({ issuer: below })], { ssl_verify: await bundle(below, old) });
    const expired = report.findings.find(({ code }) => code === 'certificate_expired');
    expect(expired).toMatchObject({ severity: 'warning', clients: ['python-3.12', 'node'], certificate: null });
    expect(expired?.detail).toContain('The root CN=Old Root expired on');
  });

  it('is told from the circle of two CAs that certify each other', async () => {
    const [one, two] = await Promise.all([generateKeys(), generateKeys()]);
    const first = await issueCertificate({ subject: 'CN=First', isCa: true, keys: one });
    const second = await issueCertificate({ subject: 'CN=Second', isCa: true, keys: two });
    const circle = [
      await issueCertificate({ subject: 'CN=First', isCa: true, keys: one, issuer: second }),
      await issueCertificate({ subject: 'CN=Second', isCa: true, keys: two, issuer: first }),
    ];
    const report = await found([await leaf({ issuer: first }), ...circle]);
    expect(codes(report)).toEqual(['unknown_ca']);
    expect(report.error?.message).toContain('certify each other');
  });
});

describe('a certificate that is not as certificates are', () => {
  it.each([
    ['refused', 'the leaf', async () => [await leaf(undated), pki.intermediate], () => rootPath],
    ['accepted unread', 'the leaf', async () => [await leaf(undated), pki.intermediate], () => 'false'],
    [
      'sent for nothing',
      'a stranger',
      async () => [await leaf(), pki.intermediate, await leaf(undated)],
      () => rootPath,
    ],
  ])('is reported when it has an unreadable date and is %s (%s)', async (_what, _which, chain, ssl_verify) => {
    const report = await found(await chain(), { ssl_verify: ssl_verify() });
    const unreadable = report.tls?.chain.filter(({ not_before }) => not_before === 'Bad time value');
    expect(unreadable).toHaveLength(1);
    expect(report.findings.map(({ code }) => code)).not.toContain('expires_soon');
    const refused = ['certificate_not_yet_valid', 'tls_handshake_failed'];
    expect([...refused, 'http_not_found']).toContain(report.error?.code);
  });

  it.each([
    ['an empty subject', { subject: '' }],
    ['a name in another script', { subject: 'CN=サーバー,O=Größe & Söhne' }],
    ['no alternative name', { omitSubjectAltName: true }],
    ['an empty list of alternative names', { dns: [], ip: [] }],
    ['five hundred alternative names', { dns: Array.from({ length: 500 }, (_, index) => `host-${index}.example`) }],
    ['extensions that are no DER', { extraExtensions: [new Extension('2.5.29.32', false, new Uint8Array([0xff, 0]))] }],
  ])('is reported when it has %s', async (_title, options) => {
    const report = await found([await leaf({ issuer: pki.otherRoot, ...options })]);
    expect(codes(report)[0]).toBe('unknown_ca');
    expect(report.tls?.chain).toHaveLength(1);
  });

  it('comes in a chain of a hundred without harm', async () => {
    const keys = await generateKeys();
    const strangers = await Promise.all(
      Array.from({ length: 60 }, (_, index) => issueCertificate({ subject: `CN=Stranger ${index}`, isCa: true, keys })),
    );
    const report = await found([await leaf({ issuer: pki.otherRoot }), ...strangers]);
    expect(codes(report)).toEqual(['unknown_ca']);
    expect(report.tls?.chain).toHaveLength(61);
  });
});

describe('a URL', () => {
  it('that starts with http:// at a TLS port is told so, with the change to make', async () => {
    const tls = { key: pki.selfSigned.keyPem, cert: pki.selfSigned.pem };
    const servers: Server[] = [createHttpsServer(tls), createTlsServer(tls)];
    for (const server of servers) {
      const { port } = await serve(server);
      for (const transport of ['http', 'sse'] as const) {
        const report = await check(`http://127.0.0.1:${port}/mcp`, { transport });
        expect(report.error?.code).toBe('connection_reset');
        expect(report.findings[0]).toMatchObject({
          detail: expect.stringContaining('It speaks TLS'),
          fix: 'Write https:// in the URL.',
        });
        expect(report.stages.find(({ name }) => name === 'tls')?.status).toBe('skipped');
      }
    }
  });

  it('that starts with http:// at a server that drops connections is not told to use TLS', async () => {
    const { port } = await serve(createTcpServer((socket) => socket.destroy()));
    const report = await check(`http://127.0.0.1:${port}/mcp`);
    expect([report.error?.code, report.findings[0]?.fix]).toEqual([
      'connection_reset',
      expect.not.stringContaining('https'),
    ]);
  });

  it('that starts with https:// at a plain port is told so, with the change to make', async () => {
    const { port } = await serve(createHttpServer((_request, response) => response.end()));
    const report = await check(`https://127.0.0.1:${port}/mcp`);
    expect([report.error?.code, report.findings[0]?.fix]).toEqual(['not_tls', expect.stringContaining('http://')]);
  });

  it('at another protocol is told so, whatever it starts with', async () => {
    const { port } = await serve(
      createTcpServer((socket) => {
        socket.on('error', () => undefined).write('SSH-2.0-OpenSSH_9.2\r\n');
      }),
    );
    expect((await check(`https://127.0.0.1:${port}/mcp`)).error?.code).toBe('not_tls');
    const plain = await check(`http://127.0.0.1:${port}/mcp`);
    expect(plain.error).toMatchObject({ code: 'not_mcp', message: expect.stringContaining('does not speak HTTP') });
  });

  it('with an IPv6 address connects, and its brackets stand in no host name', async () => {
    const six = await leaf({ ip: ['::1'], dns: [] });
    const server = createHttpsServer(
      { key: six.keyPem, cert: pemChain(six, pki.intermediate) },
      (request, response) => {
        void answerLegacyMcp(request, response, (method) =>
          method === 'tools/list' ? { result: { tools: [] } } : undefined,
        );
      },
    );
    await new Promise<void>((resolve) => server.listen(0, '::1', resolve));
    closers.push(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as { port: number };
    const report = await check(`https://[::1]:${port}/mcp`);
    expect(report.error).toBeNull();
    expect(report.stages.slice(0, 2).map(({ detail }) => detail)).toEqual(['::1', `[::1]:${port}`]);
    const refused = await check(`https://[::1]:${port}/mcp`, { ssl_verify: await bundle(pki.otherRoot) });
    expect(refused.error?.code).toBe('unknown_ca');
    server.closeAllConnections();
  });

  it('with a dot at the end of its host connects, and the certificate need not have one', async () => {
    const upstream = await startCurrentEra();
    const one = await leaf({ dns: ['localhost'], ip: [] });
    const front = await startTlsFront({
      key: one.keyPem,
      cert: pemChain(one, pki.intermediate),
      upstreamPort: upstream.port,
    });
    closers.push(front.close, upstream.close);
    expect((await check(`https://localhost.:${front.port}/mcp`)).error).toBeNull();
    const other = await check(`https://127.0.0.1:${front.port}/mcp`);
    expect(other.error).toMatchObject({ code: 'hostname_mismatch', message: expect.stringContaining('127.0.0.1') });
  });

  it.each([
    ['https://127.0.0.1:1023/mcp', 'connection_refused', 'tcp'],
    ['https://no-such-host.invalid/mcp', 'dns_not_found', 'dns'],
    ['http://169.254.169.254/latest/meta-data', 'address_not_allowed', 'dns'],
    ['https://[::ffff:a9fe:a9fe]/mcp', 'address_not_allowed', 'dns'],
    ['http://0x7f000001:1023/mcp', 'connection_refused', 'tcp'],
    ['http://2852039166/mcp', 'address_not_allowed', 'dns'],
    ['http://127.0.0.1:6667/mcp', 'address_not_allowed', 'tcp'],
  ])('%s ends in %s at the stage %s, over both transports', async (url, code, stage) => {
    for (const transport of ['http', 'sse'] as const) {
      const report = await check(url, { transport });
      expect(report.error?.code).toBe(code);
      expect(report.stages.find(({ status }) => status === 'failed')?.name).toBe(stage);
    }
  });
});

describe('over SSE', () => {
  it('a refused certificate, an old protocol and a plain port are told apart as over HTTP', async () => {
    const sse = { transport: 'sse' } as const;
    expect(codes(await found([await leaf()], sse))).toEqual(['missing_intermediate']);
    expect(codes(await found([pki.selfSigned], sse))).toEqual(['self_signed_certificate']);
    const old = { ...lax, minVersion: 'TLSv1', maxVersion: 'TLSv1.1' } as const;
    expect(codes(await found([await leaf(), pki.intermediate], sse, old))).toEqual(['tls_version_unsupported']);
    const mutual = { requestCert: true, ca: pki.root.pem };
    expect(codes(await found([await leaf(), pki.intermediate], sse, mutual))).toEqual(['client_certificate_required']);
    const { port } = await serve(createHttpServer());
    expect(codes(await check(`https://127.0.0.1:${port}/sse`, sse))).toEqual(['not_tls']);
  });
});

describe('without the openssl command', () => {
  const path = process.env.PATH;
  afterEach(() => {
    process.env.PATH = path;
  });

  it('a check comes to an end all the same', async () => {
    process.env.PATH = '';
    const mutual = { requestCert: true, rejectUnauthorized: true, ca: pki.root.pem };
    const chain = [await leaf(), pki.intermediate];
    // What a closed connection means, only a look at the handshake tells: what is left is what is certain.
    const [code] = codes(await found(chain, {}, { ...mutual, minVersion: 'TLSv1.3' }));
    expect(['client_certificate_required', 'connection_reset']).toContain(code);
    expect(codes(await found(chain, {}, { ...mutual, maxVersion: 'TLSv1.2' }))).toEqual(['tls_handshake_failed']);
    const { port } = await serve(createTcpServer((socket) => socket.destroy()));
    expect(codes(await check(`https://127.0.0.1:${port}/mcp`))).toEqual(['connection_reset']);
  });
});

describe('a later connection that fails', () => {
  it('fails the stage it was for', async () => {
    const server = createHttpServer((request, response) => {
      response.setHeader('connection', 'close');
      void answerLegacyMcp(request, response, (method) => {
        if (method === 'initialize') server.close();
        return undefined;
      });
    });
    const { port } = await serve(server);
    const report = await check(`http://127.0.0.1:${port}/mcp`);
    expect(report.error?.code).toBe('connection_refused');
    expect(report.stages.map(({ status }) => status)).toEqual(['ok', 'ok', 'skipped', 'ok', 'failed', 'skipped']);
  });
});
