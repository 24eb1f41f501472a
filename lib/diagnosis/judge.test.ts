import { X509Certificate } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { daysFromNow, type Issued, issueCertificate } from '../../lab/certificates';
import { sweepChainFolders } from './chain-folder';
import { judge } from './judge';
import { runOpenssl } from './openssl';
import { clientIds } from './profiles';

const path = process.env.PATH;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vouch-judge-'));
});
afterEach(async () => {
  process.env.PATH = path;
  delete process.env.TMPDIR;
  await rm(folder, { recursive: true });
});

/** A command that notes what it was called with and looks at the files, then is the real one. */
async function watchedOpenssl(script = 'exec openssl "$@"'): Promise<() => Promise<string>> {
  const log = join(folder, 'log');
  await writeFile(log, '');
  const command = join(folder, 'openssl');
  const notes = `echo "CALL $*" >>${log}\nfor one in "$@"; do case $one in /*) ls -l "$one" >>${log}; cat "$one" >>${log};; esac; done`;
  await writeFile(command, `#!/bin/sh\n${notes}\nPATH='${path}'\n${script}\n`);
  await chmod(command, 0o755);
  process.env.PATH = `${folder}:${path}`;
  return () => readFile(log, 'utf8');
}

const read = (...issued: Issued[]) => issued.map(({ pem }) => new X509Certificate(pem));

async function freshCase(host = 'localhost') {
  const root = await issueCertificate({ subject: 'CN=Judge Root', isCa: true });
  const leaf = await issueCertificate({ subject: 'CN=localhost', issuer: root });
  return { chain: read(leaf), anchors: read(root), host, now: new Date() };
}

describe('the judge', () => {
  it('writes no private key, only files that nobody else may read, and leaves none behind', async () => {
    process.env.TMPDIR = await mkdtemp(join(folder, 'tmp-'));
    const log = await watchedOpenssl();
    const { clients } = await judge(await freshCase());
    expect(clients.map(({ verdict }) => verdict)).toEqual(clientIds.map(() => 'accept'));
    const text = await log();
    expect(text.match(/^CALL verify/gm)).toHaveLength(5);
    const modes = [...text.matchAll(/^(-[rwx-]{9})/gm)].map((match) => match[1]);
    expect(new Set(modes)).toEqual(new Set(['-rw-------']));
    expect(text).toContain('BEGIN CERTIFICATE');
    expect(text).not.toContain('PRIVATE KEY');
    expect(await readdir(process.env.TMPDIR)).toEqual([]);
  });

  it('judges the same chain, anchors and day once, whatever the host, and again when a certificate has expired', async () => {
    const log = await watchedOpenssl();
    const calls = async () => (await log()).match(/^CALL verify/gm)?.length ?? 0;
    const question = await freshCase();
    await Promise.all([judge(question), judge(question), judge({ ...question, host: 'other.corp' })]);
    expect(await calls()).toBe(5);
    await judge({ ...question, now: daysFromNow(1) });
    expect(await calls()).toBe(10);
    await judge({ ...question, anchors: [] });
    expect(await calls()).toBe(15);
  });

  it('says unknown without the openssl command, with a note, and refuses a wrong name all the same', async () => {
    process.env.PATH = folder;
    const question = await freshCase();
    const { clients, judge: by } = await judge(question);
    expect(clients.map(({ verdict }) => verdict)).toEqual(clientIds.map(() => 'unknown'));
    expect(by.note).toMatch(/no openssl command/);
    const wrong = await judge({ ...question, host: 'other.corp' });
    expect(wrong.clients.map(({ verdict, code }) => [verdict, code])).toEqual(clientIds.map(() => ['reject', 62]));
    process.env.PATH = path;
    const later = await judge(question);
    expect(later.clients.map(({ verdict }) => verdict)).toEqual(clientIds.map(() => 'accept'));
  });

  it('says unknown when the command breaks, and does not remember it', async () => {
    await watchedOpenssl('echo nonsense >&2; exit 3');
    const question = await freshCase();
    expect((await judge(question)).clients.map(({ verdict }) => verdict)).toEqual(clientIds.map(() => 'unknown'));
    process.env.PATH = path;
    expect((await judge(question)).clients.map(({ verdict }) => verdict)).toEqual(clientIds.map(() => 'accept'));
  });

  it('reports in Python a wrong name before an expired certificate, in Node and curl after it', async () => {
    const root = await issueCertificate({ subject: 'CN=Judge Root', isCa: true });
    const past = { notBefore: daysFromNow(-9), notAfter: daysFromNow(-3) };
    const leaf = await issueCertificate({ subject: 'CN=localhost', issuer: root, ...past });
    const { clients } = await judge({ chain: read(leaf), anchors: read(root), host: 'other.corp', now: new Date() });
    expect(Object.fromEntries(clients.map(({ client, code }) => [client, code]))).toEqual({
      ...{ 'python-3.13': 62, 'python-3.12': 62, node: 10, 'node-partial': 10, curl: 10 },
    });
  });

  it('lets no setting of the environment change what is trusted', async () => {
    const question = await freshCase();
    const file = join(folder, 'all.pem');
    await writeFile(file, question.anchors.join('\n'));
    process.env.SSL_CERT_FILE = file;
    try {
      const { clients } = await judge({ ...question, anchors: [] });
      expect(clients.every(({ verdict }) => verdict === 'reject')).toBe(true);
    } finally {
      delete process.env.SSL_CERT_FILE;
    }
  });
});

it('sweeps what a process that was killed has left, and nothing that may be in use or somebody else’s', async () => {
  process.env.TMPDIR = await mkdtemp(join(folder, 'tmp-'));
  for (const name of ['vouch-chain-abc', 'other-abc']) await mkdir(join(process.env.TMPDIR, name));
  await sweepChainFolders();
  expect((await readdir(process.env.TMPDIR)).sort()).toEqual(['other-abc', 'vouch-chain-abc']);
  await sweepChainFolders(daysFromNow(1));
  expect(await readdir(process.env.TMPDIR)).toEqual(['other-abc']);
});

describe('the openssl command', () => {
  it('is stopped in time and when it says too much, and is none of the caller’s trouble', async () => {
    await watchedOpenssl('exec sleep 60');
    expect(await runOpenssl(['version'], { timeoutMs: 200 })).toMatchObject({ isOk: false, isStopped: true });
    await watchedOpenssl('exec yes');
    expect(await runOpenssl(['version'])).toMatchObject({ isOk: false, isStopped: true });
    expect(await runOpenssl(['a\0b'])).toBeNull();
  });

  it('gets its arguments as they are, never through a shell', async () => {
    const log = await watchedOpenssl();
    await runOpenssl(['version', '$(touch pwned); `id`']);
    expect(await log()).toContain('CALL version $(touch pwned); `id`');
  });
});
