import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { issueCertificate } from '../lab/certificates';
import { parseTrustedProxies } from './addresses.mjs';
import { createFrontDoor, LIMITS, listen } from './front-door.mjs';

const pass = 'ab'.repeat(32);
const quick = { ...LIMITS, connectionsCheckingInterval: 20 };
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

type Options = Partial<Parameters<typeof createFrontDoor>[1]>;
type Handle = (request: IncomingMessage, response: ServerResponse) => unknown;

/** What came through, as JSON. */
const show: Handle = ({ method, url, headers, headersDistinct, rawHeaders }, response) =>
  response.end(JSON.stringify({ method, url, headers, headersDistinct, rawHeaders }));

async function door(options: Options = {}, handle = show): Promise<number> {
  const server = createFrontDoor(handle, { trusted: [], pass, ...options });
  const port = await listen(server, '127.0.0.1', 0);
  open.push({
    close() {
      server.close();
      server.closeAllConnections();
    },
  });
  return port;
}

function dial(port: number): Socket {
  const socket = connect({ host: '127.0.0.1', port });
  open.push({ close: () => socket.destroy() });
  return socket;
}

/** Sends a text and answers all that comes back until the connection ends. */
async function exchange(port: number, sent: string): Promise<string> {
  const socket = dial(port);
  socket.write(sent, 'latin1');
  return text(socket).catch(() => 'reset');
}

const lines = (...given: string[]) => `${[...given, 'Connection: close', '', ''].join('\r\n')}`;
const ask = async (port: number, ...given: string[]) =>
  seen(await exchange(port, lines('GET / HTTP/1.1', 'Host: vouch.corp.example', ...given)));
const seen = (answer: string) => JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 0);

describe('headers that only Vouch may write', () => {
  const forged = [
    'X-Forwarded-For: 198.51.100.1',
    'x-forwarded-for: 198.51.100.2, 198.51.100.3',
    'X-FORWARDED-PROTO: https',
    'X-Forwarded-Host: evil.example',
    'X-Forwarded-Host: evil.example',
    'X-Forwarded-Port: 1',
    'X-Forwarded-Anything: 1',
    'Forwarded: for=198.51.100.1;proto=https',
    'X-Real-IP: 198.51.100.1',
    'X-Nonce: forged',
    'Content-Security-Policy: script-src forged',
    'Content-Security-Policy-Report-Only: script-src forged',
    'X-Middleware-Subrequest: proxy:proxy:proxy:proxy:proxy',
    'x-middleware-rewrite: /settings',
    'X-Vouch-Pass: forged',
    'X-Vouch-Actor: admin',
    'x-matched-path: /settings',
    'x-invoke-path: /settings',
    'x-action-forwarded: 1',
    'x-next-resume-state-length: 1',
    'next-resume: 1',
  ];

  it('are replaced, or dropped, in every view of the request', async () => {
    const { headers, headersDistinct, rawHeaders } = await ask(await door(), ...forged, 'Cookie: a=1', 'RSC: 1');
    const expected = {
      host: 'vouch.corp.example',
      cookie: 'a=1',
      rsc: '1',
      connection: 'close',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': 'vouch.corp.example',
      'x-vouch-pass': pass,
    };
    expect(headers).toEqual(expected);
    expect(Object.fromEntries(Object.entries(headersDistinct).map(([name, value]) => [name, String(value)]))).toEqual(
      expected,
    );
    const raw = Object.fromEntries(
      rawHeaders.flatMap((name: string, index: number) =>
        index % 2 ? [] : [[name.toLowerCase(), rawHeaders[index + 1]]],
      ),
    );
    expect(raw).toEqual(expected);
    expect(rawHeaders).toHaveLength(2 * Object.keys(expected).length);
  });

  it('are taken from a trusted proxy, as one of each', async () => {
    const port = await door({ trusted: parseTrustedProxies('127.0.0.1, 198.51.100.3') });
    const { headers } = await ask(port, ...forged);
    expect(headers).toMatchObject({
      'x-forwarded-for': '198.51.100.2',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'evil.example',
      host: 'evil.example',
      'x-vouch-pass': pass,
    });
    for (const name of ['x-forwarded-port', 'x-real-ip', 'forwarded', 'x-nonce', 'x-middleware-subrequest']) {
      expect(headers).not.toHaveProperty(name);
    }
  });
});

describe('the inner door', () => {
  it('is for requests of this process alone', async () => {
    const port = await door({ isInner: true });
    const ofOthers = [
      'X-Vouch-Pass: ',
      `X-Vouch-Pass: ${'cd'.repeat(32)}`,
      `X-Vouch-Pass: ${'\xe9'.repeat(64)}`,
      'A: b',
    ];
    for (const line of [...ofOthers, `X-Vouch-Pass: ${pass}\r\nX-Vouch-Pass: ${pass}`]) {
      expect(statusOf(await exchange(port, lines('GET / HTTP/1.1', 'Host: a', line)))).toBe(403);
    }
    const { headers } = await ask(port, `X-Vouch-Pass: ${pass}`, 'x-action-forwarded: 1');
    expect(headers).toMatchObject({ 'x-vouch-pass': pass, 'x-action-forwarded': '1' });
  });
});

describe('a request that nothing in Vouch answers', () => {
  it.each(['TRACE', 'TRACK', 'CONNECT', 'PROPFIND', 'LOCK', 'FROBNICATE'])('%s is refused with 405', async (method) => {
    const target = method === 'CONNECT' ? 'evil.example:443' : '/';
    const answer = await exchange(await door(), lines(`${method} ${target} HTTP/1.1`, 'Host: a', 'X-Secret: echo'));
    expect(statusOf(answer)).toBe(405);
    expect(answer).toMatch(/^allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r$/im);
    expect(answer).not.toContain('echo');
  });

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s comes through', async (method) => {
    expect(seen(await exchange(await door(), lines(`${method} / HTTP/1.1`, 'Host: a')))).toMatchObject({ method });
  });

  it.each<[string, string[]]>([
    ['no Host', ['GET / HTTP/1.1']],
    ['no Host of an old client', ['GET / HTTP/1.0']],
    ['two Hosts', ['GET / HTTP/1.1', 'Host: a', 'Host: b']],
    ['two equal Hosts', ['GET / HTTP/1.1', 'Host: a', 'host: a']],
    ['an empty Host', ['GET / HTTP/1.1', 'Host:']],
    ['a path as Host', ['GET / HTTP/1.1', 'Host: a/b']],
    ['a user in the Host', ['GET / HTTP/1.1', 'Host: user@a']],
    ['a list as Host', ['GET / HTTP/1.1', 'Host: a, b']],
    ['a port out of range', ['GET / HTTP/1.1', 'Host: a:99999']],
    ['a port that is none', ['GET / HTTP/1.1', 'Host: a:b']],
    ['an address that is none', ['GET / HTTP/1.1', 'Host: 1.2.3.256']],
    ['brackets around a name', ['GET / HTTP/1.1', 'Host: [a]']],
    ['a quote in the Host', ['GET / HTTP/1.1', 'Host: a"b']],
    ['another host in the target', ['GET http://b/ HTTP/1.1', 'Host: a']],
    ['another host with a user', ['GET http://a@b/ HTTP/1.1', 'Host: a']],
    ['another scheme in the target', ['GET file:///etc/passwd HTTP/1.1', 'Host: a']],
    ['no path', ['OPTIONS * HTTP/1.1', 'Host: a']],
    ['no HTTP', ['\x16\x03\x01\x02']],
  ])('%s is refused with 400', async (_, given) => {
    expect(statusOf(await exchange(await door(), lines(...given)))).toBe(400);
  });

  it.each([
    ['/servers?a=b', 'a', '/servers?a=b'],
    ['http://a/servers?a=b', 'a', '/servers?a=b'],
    ['http://A:3000', 'a:3000', '/'],
    ['http://a?b', 'a', '/?b'],
    ['/', 'a_b.corp.example.:3000', '/'],
    ['/', '[::1]:3000', '/'],
  ])('%s of %s comes through', async (target, host, url) => {
    expect(seen(await exchange(await door(), lines(`GET ${target} HTTP/1.1`, `Host: ${host}`))).url).toBe(url);
  });

  it('larger than headers may be is refused with 431', async () => {
    const answer = await exchange(await door(), lines('GET / HTTP/1.1', 'Host: a', `A: ${'b'.repeat(20_000)}`));
    expect(statusOf(answer)).toBe(431);
  });
});

it('does not upgrade a connection, and answers in HTTP', async () => {
  const upgrade = ['GET / HTTP/1.1', 'Host: a', 'Upgrade: websocket', 'X-Nonce: forged'];
  const answer = await exchange(await door(), `${upgrade.join('\r\n')}\r\nConnection: Upgrade, close\r\n\r\n`);
  expect(statusOf(answer)).toBe(200);
  expect(seen(answer).headers).not.toHaveProperty('x-nonce');
});

describe('limits', () => {
  it('cuts off headers that come byte by byte', async () => {
    const port = await door({ limits: { ...quick, headersTimeout: 150 } });
    const socket = dial(port);
    const dripping = setInterval(() => socket.write('a'), 10);
    socket.write('GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ');
    const answer = await text(socket).finally(() => clearInterval(dripping));
    expect(statusOf(answer)).toBe(408);
  });

  it('cuts off a connection that says nothing', async () => {
    const port = await door({ limits: { ...quick, headersTimeout: 100 } });
    expect(statusOf(await exchange(port, ''))).toBe(408);
  });

  it('cuts off a body that comes byte by byte', async () => {
    const port = await door({ limits: { ...quick, headersTimeout: 150, requestTimeout: 200 } }, (request) =>
      request.resume(),
    );
    const socket = dial(port);
    const dripping = setInterval(() => socket.write('a'), 10);
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n');
    const answer = await text(socket).finally(() => clearInterval(dripping));
    expect(statusOf(answer)).toBe(408);
  });

  it('lets an answer take as long as it takes', async () => {
    const limits = { ...quick, headersTimeout: 50, requestTimeout: 50, keepAliveTimeout: 50 };
    const port = await door({ limits }, async (request, response) => {
      request.resume();
      for (let part = 0; part < 10; part += 1) {
        response.write(`part ${part}\n`);
        await sleep(50);
      }
      response.end('whole');
    });
    const body = 'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}';
    const answer = await exchange(port, body);
    expect(answer).toContain('part 9');
    expect(answer).toContain('whole');
  });

  it('writes no error into an answer that is being sent', async () => {
    let second = () => {};
    const port = await door({}, (_request, response) => {
      response.write('the beginning');
      second();
    });
    const socket = dial(port);
    second = () => socket.write('no HTTP at all\r\n\r\n');
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    const answer = await text(socket).catch(() => 'reset');
    expect(answer).not.toContain('400');
  });

  it('closes connections beyond the bound, and takes others when one has ended', async () => {
    const port = await door({ limits: { ...quick, maxConnections: 1 } });
    const first = dial(port);
    await once(first, 'connect');
    first.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(first, 'data');
    expect(await exchange(port, '')).not.toContain('HTTP');
    first.destroy();
    await expect.poll(async () => statusOf(await exchange(port, lines('GET / HTTP/1.1', 'Host: a')))).toBe(200);
  });

  it('closes a kept connection once the door is closed and its last answer is sent', async () => {
    let finish = () => {};
    const server = createFrontDoor(
      (_request, response) => {
        finish = () => response.end('late');
      },
      { trusted: [], pass },
    );
    const port = await listen(server, '127.0.0.1', 0);
    const socket = dial(port);
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(server, 'request');
    const closed = once(server, 'close');
    server.close();
    finish();
    expect(await text(socket)).toContain('late');
    await closed;
  });
});

describe('HTTPS', () => {
  const pair = async () => {
    const { pem, keyPem } = await issueCertificate({ subject: 'CN=localhost' });
    return { cert: pem, key: keyPem };
  };

  it('says that the request came by https', async () => {
    const tls = await pair();
    const port = await door({ tls });
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const options = {
        port,
        host: '127.0.0.1',
        servername: 'localhost',
        ca: tls.cert,
        agent: false,
        headers: { 'x-forwarded-proto': 'http' },
      };
      httpsRequest(options, resolve).on('error', reject).end();
    });
    expect(seen(await text(response)).headers).toMatchObject({ 'x-forwarded-proto': 'https' });
  });

  it('gives a plain request no answer, and lives on', async () => {
    const tls = await pair();
    const port = await door({ tls });
    for (const sent of [lines('GET / HTTP/1.1', 'Host: a'), '\x16\x03\x01\x00\x05hello', 'TRACK / HTTP/1.1\r\n\r\n']) {
      expect(await exchange(port, sent)).not.toContain('HTTP');
    }
    const socket = connectTls({ port, host: '127.0.0.1', servername: 'localhost', ca: tls.cert });
    open.push({ close: () => socket.destroy() });
    socket.write(lines('GET / HTTP/1.1', 'Host: localhost'));
    expect(statusOf(await text(socket))).toBe(200);
  });

  it('speaks TLS 1.2 and above only', async () => {
    const tls = await pair();
    const port = await door({ tls });
    const speak = (version: 'TLSv1.1' | 'TLSv1.2') =>
      new Promise<string | null>((resolve) => {
        const socket = connectTls({
          port,
          host: '127.0.0.1',
          servername: 'localhost',
          ca: tls.cert,
          minVersion: version,
          maxVersion: version,
          ciphers: 'DEFAULT:@SECLEVEL=0',
        });
        open.push({ close: () => socket.destroy() });
        socket
          .once('secureConnect', () => resolve(socket.getProtocol()))
          .once('error', ({ message }) => resolve(message));
      });
    expect(await speak('TLSv1.2')).toBe('TLSv1.2');
    expect(await speak('TLSv1.1')).toMatch(/alert protocol version/);
  });

  it('cuts off a handshake that does not begin', async () => {
    const port = await door({ tls: await pair(), limits: { ...quick, handshakeTimeout: 100 } });
    expect(await exchange(port, '')).not.toContain('HTTP');
  });
});
