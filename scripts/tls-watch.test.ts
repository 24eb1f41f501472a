import { once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type TLSSocket } from 'node:tls';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { type Issued, issueCertificate } from '../lab/certificates';
import { createFrontDoor, listen } from './front-door.mjs';
import { readTlsFiles, type TlsFiles } from './tls-files.mjs';
import { watchTlsFiles } from './tls-watch.mjs';

const POLL_MS = 10;
let folder = '';
let issued: Record<'first' | 'second', Issued>;
const open: (() => void)[] = [];

beforeEach(async () => {
  folder = mkdtempSync(path.join(inject('testRoot'), 'watch-'));
  const make = (name: string) => issueCertificate({ subject: `CN=${name}` });
  issued = { first: await make('first'), second: await make('second') };
});
afterEach(() => {
  for (const close of open.splice(0).reverse()) close();
});

const at = (...names: string[]) => path.join(folder, ...names);

async function serve(files: TlsFiles) {
  const pair = readTlsFiles(files);
  const server = createFrontDoor((_request, response) => response.end('here'), { trusted: [], pass: 'ab', tls: pair });
  const port = await listen(server, '127.0.0.1', 0);
  open.push(() => {
    server.close();
    server.closeAllConnections();
  });
  if (!('setSecureContext' in server)) throw new Error('this door speaks no TLS');
  const said: string[] = [];
  open.push(
    watchTlsFiles(server, { files, pair, pollMs: POLL_MS, say: (level, text) => said.push(`${level}: ${text}`) }),
  );
  return { port, said };
}

async function dial(port: number): Promise<TLSSocket> {
  const ca = [issued.first.pem, issued.second.pem];
  const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', ca });
  open.push(() => socket.destroy());
  await once(socket, 'secureConnect');
  return socket;
}

async function shown(port: number): Promise<string | string[] | undefined> {
  const socket = await dial(port);
  const { subject } = socket.getPeerCertificate();
  socket.destroy();
  return subject.CN;
}

/** The watch and this timer share a loop, so that several rounds are over. */
const rounds = () => sleep(10 * POLL_MS);

const flat = () => ({ certFile: at('tls.crt'), keyFile: at('tls.key') });
const write = (name: 'first' | 'second', files = flat()) => {
  writeFileSync(files.certFile, issued[name].pem);
  writeFileSync(files.keyFile, issued[name].keyPem);
};

it('uses files that were written over for the next connection, and leaves open ones alone', async () => {
  write('first');
  const { port, said } = await serve(flat());
  const socket = await dial(port);
  expect(socket.getPeerCertificate().subject.CN).toBe('first');
  write('second');
  await expect.poll(() => shown(port)).toBe('second');
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1\.1 200/);
  expect(said.at(-1)).toMatch(/^info: HTTPS uses the new certificate, valid until /);
});

it('uses files that were renamed into place', async () => {
  write('first');
  const { port } = await serve(flat());
  write('second', { certFile: at('new.crt'), keyFile: at('new.key') });
  renameSync(at('new.key'), at('tls.key'));
  renameSync(at('new.crt'), at('tls.crt'));
  await expect.poll(() => shown(port)).toBe('second');
});

it('uses the files of a Kubernetes volume, where a symbolic link is exchanged', async () => {
  for (const name of ['first', 'second'] as const) {
    mkdirSync(at(`..${name}`));
    write(name, { certFile: at(`..${name}`, 'tls.crt'), keyFile: at(`..${name}`, 'tls.key') });
  }
  symlinkSync('..first', at('..data'));
  for (const file of ['tls.crt', 'tls.key']) symlinkSync(path.join('..data', file), at(file));
  const { port } = await serve(flat());
  expect(await shown(port)).toBe('first');
  symlinkSync('..second', at('..data_tmp'));
  renameSync(at('..data_tmp'), at('..data'));
  await expect.poll(() => shown(port)).toBe('second');
});

it('goes on with the last good pair while the new one is incomplete, and says so once', async () => {
  write('first');
  const { port, said } = await serve(flat());
  writeFileSync(at('tls.crt'), issued.second.pem);
  await expect.poll(() => said).toHaveLength(1);
  await rounds();
  expect(said).toEqual([
    `warn: HTTPS goes on with the certificate it has. VOUCH_TLS_KEY=${at('tls.key')} is not the key of the certificate in VOUCH_TLS_CERT=${at('tls.crt')}.`,
  ]);
  expect(await shown(port)).toBe('first');

  writeFileSync(at('tls.key'), issued.second.keyPem);
  await expect.poll(() => shown(port)).toBe('second');

  rmSync(at('tls.key'));
  await expect.poll(() => said.at(-1)).toMatch(/tls\.key does not exist\.$/);
  expect(await shown(port)).toBe('second');
  writeFileSync(at('tls.key'), issued.second.keyPem);
  await rounds();
  expect(said).toHaveLength(3);
  rmSync(at('tls.key'));
  await expect.poll(() => said).toHaveLength(4);
});

it('warns of a new certificate that has expired, and uses it', async () => {
  write('first');
  const { port, said } = await serve(flat());
  const [notBefore, notAfter] = [new Date('2020-01-01'), new Date('2020-02-01')];
  issued.second = await issueCertificate({ subject: 'CN=second', notBefore, notAfter });
  write('second');
  await expect.poll(() => said.at(-1)).toMatch(/^warn: .* expired on 2020-02-01/);
  await expect(dial(port)).rejects.toThrow(/expired/);
});
