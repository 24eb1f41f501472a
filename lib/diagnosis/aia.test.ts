import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import '../../lab/reflect-api';
import { Extension } from '@peculiar/x509';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { generateKeys, type Issued, type IssueOptions, issueCertificate } from '../../lab/certificates';
import { encode } from '../../lab/der';
import { type Listening, listen } from '../../lab/listen';
import { type Certificate, readCertificate } from '../x509/certificate';
import { fetchIssuer, issuerUrls } from './aia';

const caIssuers = Buffer.from('06082b06010505073002', 'hex');
const ocsp = Buffer.from('06082b06010505073001', 'hex');
const access = (...places: [Buffer, string][]) =>
  new Extension(
    '1.3.6.1.5.5.7.1.1',
    false,
    new Uint8Array(
      encode(0x30, ...places.map(([method, url]) => encode(0x30, method, encode(0x86, Buffer.from(url, 'latin1'))))),
    ),
  );

let root: Issued;
let issuer: Issued;
const closers: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  root = await issueCertificate({ subject: 'CN=Root', isCa: true });
  issuer = await issueCertificate({ subject: 'CN=Issuing', isCa: true, issuer: root });
});
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function childAt(...urls: string[]): Promise<Certificate> {
  const places = urls.map((url): [Buffer, string] => [caIssuers, url]);
  return child({ extraExtensions: [access(...places)] });
}

async function child(options: Partial<IssueOptions> = {}): Promise<Certificate> {
  return readCertificate((await issueCertificate({ subject: 'CN=leaf', issuer, ...options })).pem);
}

async function serve(
  answer: RequestListener,
): Promise<{ url: string; requests: IncomingMessage[]; listening: Listening }> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  const listening = await listen(server);
  closers.push(listening.close);
  return { url: `http://127.0.0.1:${listening.port}/ca`, requests, listening };
}

const der = ({ certificate }: Issued) => Buffer.from(certificate.rawData);
const send =
  (body: Buffer | string, headers: Record<string, string> = {}, status = 200) =>
  (_: unknown, response: ServerResponse) =>
    response.writeHead(status, headers).end(body);

function pkcs7(form: 'DER' | 'PEM', ...issued: Issued[]): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-aia-'));
  try {
    const file = join(folder, 'certs.pem');
    writeFileSync(file, issued.map(({ pem }) => pem).join(''));
    return execFileSync('openssl', ['crl2pkcs7', '-nocrl', '-certfile', file, '-outform', form]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What comes of a server that answers so. */
async function fetched(answer: RequestListener): Promise<string | null> {
  const { url } = await serve(answer);
  const found = await fetchIssuer(await childAt(url));
  if (found) expect(found.url).toBe(url);
  return found?.certificate.fingerprint256 ?? null;
}
const right = () => readCertificate(issuer.pem).x509.fingerprint256;

describe('issuerUrls', () => {
  it('takes caIssuers over http and https, three at most, each once', async () => {
    const wanted = ['http://a.example/1', 'https://b.example/2', 'http://c.example/3'];
    const places: [Buffer, string][] = [
      [ocsp, 'http://ocsp.example/'],
      [caIssuers, 'ldap://ldap.example/cn=x?cACertificate'],
      [caIssuers, 'file:///etc/passwd'],
      [caIssuers, 'not a url'],
      [caIssuers, 'http://user:secret@a.example/'],
      [caIssuers, `http://a.example/${'x'.repeat(3000)}`],
      [caIssuers, `${wanted[0]}#fragment`],
      [caIssuers, wanted[0] ?? ''],
      [caIssuers, wanted[1] ?? ''],
      [caIssuers, wanted[2] ?? ''],
      [caIssuers, 'http://d.example/4'],
    ];
    expect(issuerUrls(await child({ extraExtensions: [access(...places)] }))).toEqual(wanted);
  });

  it('finds none without the extension, and in one that cannot be read', async () => {
    expect(issuerUrls(await child())).toEqual([]);
    for (const value of ['', '30', '3003020101', '04020000', '3005300306', '30820fff']) {
      const broken = new Extension('1.3.6.1.5.5.7.1.1', false, Buffer.from(value, 'hex'));
      expect(issuerUrls(await child({ extraExtensions: [broken] }))).toEqual([]);
    }
  });
});

describe('fetchIssuer', () => {
  it('reads the issuer as DER, PEM and PKCS#7, whatever the content type says', async () => {
    expect(await fetched(send(der(issuer), { 'content-type': 'text/html' }))).toBe(right());
    expect(await fetched(send(`junk\n${root.pem}${issuer.pem}`))).toBe(right());
    expect(await fetched(send(pkcs7('DER', root, issuer)))).toBe(right());
    expect(await fetched(send(pkcs7('PEM', root, issuer)))).toBe(right());
  });

  it('asks once, with nothing that tells who asks, and remembers the answer', async () => {
    const { url, requests } = await serve(send(der(issuer)));
    const certificate = await childAt(url);
    const first = await fetchIssuer(certificate);
    expect(await fetchIssuer(certificate)).toEqual(first);
    expect(requests).toHaveLength(1);
    expect(requests[0]?.method).toBe('GET');
    expect(Object.keys(requests[0]?.headers ?? {})).not.toEqual(expect.arrayContaining(['cookie']));
    for (const name of ['cookie', 'authorization', 'referer', 'origin'])
      expect(requests[0]?.headers[name]).toBeUndefined();
  });

  it('does not ask a server again at once that had no answer', async () => {
    const { url, requests } = await serve(send('no', {}, 404));
    const certificate = await childAt(url);
    expect(await fetchIssuer(certificate)).toBeNull();
    expect(await fetchIssuer(certificate)).toBeNull();
    expect(requests).toHaveLength(1);
  });

  it('refuses whatever is not the issuer', async () => {
    const namesake = await issueCertificate({ subject: 'CN=Issuing', isCa: true, issuer: root });
    const renamed = await issueCertificate({ subject: 'CN=Other', isCa: true, issuer: root, keys: issuer.keys });
    const noCa = await issueCertificate({ subject: 'CN=Issuing', issuer: root, keys: issuer.keys });
    const noUsage = await issueCertificate({
      subject: 'CN=Issuing',
      isCa: true,
      keyUsage: ['cRLSign'],
      keys: issuer.keys,
    });
    for (const wrong of [root, namesake, renamed, noCa, noUsage]) expect(await fetched(send(der(wrong)))).toBeNull();
    const again = await issueCertificate({ subject: 'CN=Issuing', isCa: true, issuer: root, keys: issuer.keys });
    expect(await fetched(send(der(again)))).not.toBeNull();
  });

  it('takes the first URL that has it, whatever the others do', async () => {
    const hanging = await serve(() => undefined);
    const absent = await serve(send('', {}, 404));
    const good = await serve(send(der(issuer)));
    const found = await fetchIssuer(await childAt(hanging.url, absent.url, good.url));
    expect(found?.url).toBe(good.url);
  });

  it('follows no redirect and takes no answer but 200', async () => {
    const good = await serve(send(der(issuer)));
    expect(await fetched(send(der(issuer), { location: good.url }, 302))).toBeNull();
    expect(await fetched(send(der(issuer), { location: good.url }, 307))).toBeNull();
    for (const status of [201, 404, 500]) expect(await fetched(send(der(issuer), {}, status))).toBeNull();
    expect(good.requests).toHaveLength(0);
  });

  it('reads no more than it is willing to take', async () => {
    expect(await fetched(send(Buffer.concat([Buffer.alloc(129 * 1024, 10), Buffer.from(issuer.pem)])))).toBeNull();
    let sent = 0;
    const endless = await serve((_, response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && sent < 64 * 1024 * 1024) {
          sent += 16 * 1024;
          if (!response.write(Buffer.alloc(16 * 1024, 10))) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    });
    expect(await fetchIssuer(await childAt(endless.url))).toBeNull();
    expect(sent).toBeLessThan(32 * 1024 * 1024);
  });

  it('is not blown up by what is compressed', async () => {
    const bomb = Buffer.concat([Buffer.alloc(64 * 1024 * 1024, 10), Buffer.from(issuer.pem)]);
    expect(await fetched(send(gzipSync(bomb), { 'content-encoding': 'gzip' }))).toBeNull();
    expect(await fetched(send(brotliCompressSync(bomb, { params: {} }), { 'content-encoding': 'br' }))).toBeNull();
  });

  it('copes with many certificates of the right name', async () => {
    const keys = await generateKeys();
    const rival = await issueCertificate({ subject: 'CN=Issuing', isCa: true, keys });
    const many = Buffer.concat(Array.from({ length: 180 }, () => Buffer.from(rival.pem)));
    expect(await fetched(send(many))).toBeNull();
  });

  it('takes nothing that is damaged, empty, or a private key', async () => {
    const cut = der(issuer).subarray(0, 200);
    for (const body of [cut, '', 'x', '<html>', issuer.keyPem + issuer.pem, Buffer.alloc(1000, 0x30)]) {
      expect(await fetched(send(body))).toBeNull();
    }
  });

  it('ends with a server that hangs, and at once when the caller gives up', async () => {
    const { url, requests } = await serve(() => undefined);
    const hung = await childAt(url);
    expect(await fetchIssuer(hung)).toBeNull();
    expect(await fetchIssuer(hung)).toBeNull();
    expect(requests).toHaveLength(1);
    const slow = await serve((_, response) => response.writeHead(200).write('x'));
    const gone = new AbortController();
    const waiting = fetchIssuer(await childAt(slow.url), gone.signal);
    waiting.catch(() => undefined);
    const reason = new Error('the caller left');
    await setTimeout(50);
    gone.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(fetchIssuer(await childAt(slow.url), gone.signal)).rejects.toBe(reason);
  });

  it('does not take giving up for an answer', async () => {
    let isSlow = true;
    const { url, listening } = await serve((request, response) => {
      if (!isSlow) send(der(issuer))(request, response);
    });
    const certificate = await childAt(url);
    await expect(fetchIssuer(certificate, AbortSignal.timeout(50))).rejects.toThrow();
    await vi.waitFor(() => expect(listening.connections).toBe(0));
    await setTimeout(20);
    isSlow = false;
    expect(await fetchIssuer(certificate)).not.toBeNull();
  });

  it('verifies https against the default roots', async () => {
    const { pem, keyPem } = await issueCertificate({ subject: 'CN=web', ip: ['127.0.0.1'], issuer: root });
    const listening = await listen(createHttpsServer({ cert: pem, key: keyPem }, send(der(issuer))));
    closers.push(listening.close);
    const url = `https://127.0.0.1:${listening.port}/`;
    expect(await fetchIssuer(await childAt(url))).toBeNull();
    const folder = mkdtempSync(join(tmpdir(), 'vouch-aia-'));
    closers.push(async () => {
      delete process.env.SSL_CERT_FILE;
      rmSync(folder, { recursive: true });
    });
    process.env.SSL_CERT_FILE = join(folder, 'roots.pem');
    expect(await fetchIssuer(await childAt(url))).toBeNull();
    writeFileSync(process.env.SSL_CERT_FILE, root.pem);
    expect((await fetchIssuer(await childAt(url)))?.url).toBe(url);
  });

  it('comes to nothing where there is no HTTP server', async () => {
    const closing = await listen(createTcpServer((socket) => socket.end()));
    const babbling = await listen(createTcpServer((socket) => socket.end('220 smtp ready\r\n')));
    const short = await listen(
      createTcpServer((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9000\r\n\r\nabc')),
    );
    closers.push(closing.close, babbling.close, short.close);
    for (const { port } of [closing, babbling, short]) {
      expect(await fetchIssuer(await childAt(`http://127.0.0.1:${port}/`))).toBeNull();
      expect(await fetchIssuer(await childAt(`https://127.0.0.1:${port}/`))).toBeNull();
    }
    expect(await fetchIssuer(await childAt('http://127.0.0.1:1/', 'http://nowhere.invalid/'))).toBeNull();
  });

  it.each(['169.254.169.254', '[::ffff:169.254.169.254]', '100.100.100.200', '[fd00:ec2::254]'])(
    'never dials %s',
    async (host) => {
      // Dialled, it would hang until the signal ends it, and reject.
      const found = fetchIssuer(await childAt(`http://${host}/ca`), AbortSignal.timeout(1500));
      expect(await found).toBeNull();
    },
  );
});
