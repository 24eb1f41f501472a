import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { daysFromNow, generateKeys, type Issued, issueCertificate, pemChain } from '../lab/certificates';
import { checkTlsPair, dateWarning, readTlsFiles } from './tls-files.mjs';

const files = { certFile: '/etc/tls/tls.crt', keyFile: '/etc/tls/tls.key' };
let folder = '';
let ca: Issued;
let leaf: Issued;
let other: Issued;

beforeAll(async () => {
  folder = mkdtempSync(path.join(inject('testRoot'), 'tls-'));
  ca = await issueCertificate({ subject: 'CN=Corp CA', isCa: true });
  leaf = await issueCertificate({ subject: 'CN=vouch.corp.example', issuer: ca });
  other = await issueCertificate({ subject: 'CN=other.corp.example', issuer: ca });
});

const place = (name: string, content: string) => {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
};

describe('files', () => {
  it('are read through symbolic links', () => {
    const certFile = place('real.pem', leaf.pem);
    const keyFile = path.join(folder, 'link.key');
    symlinkSync(place('real.key', leaf.keyPem), keyFile);
    expect(readTlsFiles({ certFile, keyFile })).toEqual({ cert: leaf.pem, key: leaf.keyPem });
  });

  it('that cannot be read are named, with the variable and the reason', () => {
    const certFile = place('there.pem', leaf.pem);
    const refusal = (keyFile: string) => () => readTlsFiles({ certFile, keyFile });
    const absent = path.join(folder, 'absent.key');
    expect(refusal(absent)).toThrow(`VOUCH_TLS_KEY=${absent} does not exist.`);
    expect(refusal(path.join(certFile, 'below-a-file'))).toThrow('does not exist.');
    expect(() => readTlsFiles({ certFile: absent, keyFile: certFile })).toThrow(`VOUCH_TLS_CERT=${absent} does not`);
    mkdirSync(path.join(folder, 'directory'));
    expect(refusal(path.join(folder, 'directory'))).toThrow(/VOUCH_TLS_KEY=.*directory is not a file\.$/);
    expect(refusal('/dev/null')).toThrow('VOUCH_TLS_KEY=/dev/null is not a file.');
    expect(refusal(place('huge.pem', 'x'.repeat(1024 * 1024 + 1)))).toThrow('is larger than 1 MiB.');
    symlinkSync('loop', path.join(folder, 'loop'));
    expect(refusal(path.join(folder, 'loop'))).toThrow('is a symbolic link that leads to itself.');
  });

  it.skipIf(process.getuid?.() === 0)('of another user are named', () => {
    expect(() => readTlsFiles({ certFile: '/etc/shadow', keyFile: '/etc/shadow' })).toThrow(
      'VOUCH_TLS_CERT=/etc/shadow may not be read by the user that Vouch runs as.',
    );
  });
});

describe('a pair', () => {
  it('is taken with its chain, whatever else is in the files', async () => {
    const check = (cert: string, key: string) => checkTlsPair({ cert, key }, files).subject;
    const rsa = await issueCertificate({ subject: 'CN=rsa', keys: await generateKeys('rsa-2048') });
    const sec1 = createPrivateKey(leaf.keyPem).export({ format: 'pem', type: 'sec1' }) as string;
    const pkcs1 = createPrivateKey(rsa.keyPem).export({ format: 'pem', type: 'pkcs1' }) as string;
    const parameters = execFileSync('openssl', ['ecparam', '-name', 'prime256v1'], { encoding: 'utf8' });
    expect(check(`subject=vouch\r\n${pemChain(leaf, ca)}`, leaf.keyPem)).toBe('CN=vouch.corp.example');
    expect(check(leaf.pem, `${parameters}${sec1}`)).toBe('CN=vouch.corp.example');
    expect(check(rsa.pem, pkcs1)).toBe('CN=rsa');
    expect(check(`${leaf.pem}${leaf.keyPem}`, `${leaf.pem}${leaf.keyPem}`)).toBe('CN=vouch.corp.example');
  });

  const broken = (pem: string) => pem.replace(/\n[\w+/]{20}/, '\nAAAAAAAAAAAAAAAAAAAA');
  const passphrase = (type: 'pkcs1' | 'pkcs8', key: string) =>
    createPrivateKey(key).export({ format: 'pem', type, cipher: 'aes-256-cbc', passphrase: 'x' }) as string;

  it.each<[string, () => [string, string] | Promise<[string, string]>, string]>([
    ['nothing', () => ['', ''], 'VOUCH_TLS_CERT=/etc/tls/tls.crt holds no certificate in PEM form.'],
    [
      'half a certificate',
      () => [leaf.pem.slice(0, 200), leaf.keyPem],
      'VOUCH_TLS_CERT=/etc/tls/tls.crt holds no certificate in PEM form.',
    ],
    [
      'a broken certificate',
      () => [broken(leaf.pem), leaf.keyPem],
      'VOUCH_TLS_CERT=/etc/tls/tls.crt holds a certificate that cannot be read.',
    ],
    [
      'a broken certificate in the chain',
      () => [leaf.pem + broken(ca.pem), leaf.keyPem],
      'VOUCH_TLS_CERT=/etc/tls/tls.crt holds a certificate that cannot be read.',
    ],
    ['no key', () => [leaf.pem, leaf.pem], 'VOUCH_TLS_KEY=/etc/tls/tls.key holds no private key in PEM form.'],
    [
      'a broken key',
      () => [leaf.pem, broken(leaf.keyPem)],
      'VOUCH_TLS_KEY=/etc/tls/tls.key holds a private key that cannot be read.',
    ],
    [
      'a key with a passphrase',
      () => [leaf.pem, passphrase('pkcs8', leaf.keyPem)],
      'VOUCH_TLS_KEY=/etc/tls/tls.key is protected by a passphrase: Vouch needs the key without one.',
    ],
    [
      'an old key with a passphrase',
      async () => {
        const rsa = await issueCertificate({ subject: 'CN=rsa', keys: await generateKeys('rsa-2048') });
        return [rsa.pem, passphrase('pkcs1', rsa.keyPem)];
      },
      'VOUCH_TLS_KEY=/etc/tls/tls.key is protected by a passphrase: Vouch needs the key without one.',
    ],
    [
      'the key of another certificate',
      () => [pemChain(leaf, ca), other.keyPem],
      'VOUCH_TLS_KEY=/etc/tls/tls.key is not the key of the certificate in VOUCH_TLS_CERT=/etc/tls/tls.crt.',
    ],
    [
      'a chain in the wrong order',
      () => [pemChain(ca, leaf), leaf.keyPem],
      'VOUCH_TLS_CERT=/etc/tls/tls.crt begins with another certificate than that of the key',
    ],
    [
      'a key too weak to serve with',
      async () => {
        const weak = await issueCertificate({ subject: 'CN=weak', keys: await generateKeys('rsa-768') });
        return [weak.pem, weak.keyPem];
      },
      'HTTPS cannot be served with VOUCH_TLS_CERT=/etc/tls/tls.crt: ee key too small.',
    ],
  ])('of %s is refused in one sentence that shows nothing of the key', async (_, make, sentence) => {
    const [cert, key] = await make();
    let message = 'taken';
    try {
      checkTlsPair({ cert, key }, files);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toContain(sentence);
    for (const line of key.split('\n').filter((one) => /^[\w+/=]{8,}$/.test(one))) expect(message).not.toContain(line);
  });
});

it('a certificate out of its dates is a warning with the day', async () => {
  const dates = { notBefore: new Date('2026-03-01T00:00:00Z'), notAfter: new Date('2026-06-01T12:00:00Z') };
  const { pem, keyPem } = await issueCertificate({ subject: 'CN=vouch', ...dates });
  const certificate = checkTlsPair({ cert: pem, key: keyPem }, files);
  const warning = (day: string) => dateWarning(certificate, files, Date.parse(day));
  expect(warning('2026-04-01')).toBeNull();
  expect(warning('2026-06-02')).toBe(
    'The certificate in VOUCH_TLS_CERT=/etc/tls/tls.crt expired on 2026-06-01: clients refuse it.',
  );
  expect(warning('2026-02-28')).toMatch(/is valid from 2026-03-01 only/);
  const expired = await issueCertificate({ subject: 'CN=a', notBefore: daysFromNow(-9), notAfter: daysFromNow(-1) });
  expect(dateWarning(checkTlsPair({ cert: expired.pem, key: expired.keyPem }, files), files)).toContain('expired on');
});
