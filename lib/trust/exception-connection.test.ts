import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listen } from '../../lab/listen';
import { createPki } from '../../lab/pki';
import { startTlsFront, type TlsFront } from '../../lab/tls-front';
import { openTlsSocket } from './open-socket';
import { resolveTrust } from './resolve';

const upstream = createServer((_request, response) => response.end());
let close: () => Promise<void>;
let front: TlsFront;

beforeAll(async () => {
  const [{ selfSigned }, listening] = await Promise.all([createPki(), listen(upstream)]);
  close = listening.close;
  front = await startTlsFront({ key: selfSigned.keyPem, cert: selfSigned.pem, upstreamPort: listening.port });
});
afterAll(async () => {
  await front.close();
  await close();
});

const destination = () => ({
  host: '127.0.0.1',
  port: front.port,
  addresses: [{ address: '127.0.0.1', family: 4 }],
});
const offFor = (ms: number) => ({
  ssl_verify: 'false',
  ca_bundle_id: null,
  include_public_roots: false,
  exception: { until: new Date(Date.now() + ms), reason: null, by: null, resume: null },
});
const secured = (socket: TLSSocket) =>
  new Promise<string>((resolve) => {
    socket.once('secureConnect', () => resolve('connected'));
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
const ticketOf = (socket: TLSSocket) =>
  new Promise<Buffer>((resolve) => {
    socket.once('session', resolve);
    // The ticket comes with the first bytes that are read.
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    socket.resume();
  });

it('a connection made under an exception is closed at its end, and the same decision makes no other', async () => {
  const trust = await resolveTrust(offFor(400));
  const socket = openTlsSocket(destination(), trust);
  expect(await secured(socket)).toBe('connected');
  const closed = new Promise<Error | undefined>((resolve) => socket.once('error', resolve));
  const session = await ticketOf(socket);
  expect((await closed)?.message).toContain('has ended');
  expect(socket.destroyed).toBe(true);
  // A timer may be early by a part of a millisecond.
  await wait(5);
  expect(await secured(openTlsSocket(destination(), trust))).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  expect(await secured(openTlsSocket(destination(), trust, session))).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
});

it('one without an end, or with an end that no timer reaches, goes on', async () => {
  for (const exception of [null, { ...offFor(0).exception, until: new Date('9999-12-31T23:59:59.999Z') }]) {
    const socket = openTlsSocket(destination(), await resolveTrust({ ...offFor(0), exception }));
    expect(await secured(socket)).toBe('connected');
    await wait(20);
    expect(socket.destroyed).toBe(false);
    socket.destroy();
  }
});

it('once it has ended, a decision is what was in force before', async () => {
  const ended = offFor(-1);
  const { decision, report } = await resolveTrust(ended);
  expect(decision).toMatchObject({ verify: true, source: 'default', until: null });
  expect(report.trail[0]).toMatchObject({
    input: 'server.ssl_verify_until',
    value: ended.exception.until.toISOString(),
  });
  expect(await secured(openTlsSocket(destination(), await resolveTrust(ended)))).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
});
