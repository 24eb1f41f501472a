import './reflect-api';
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Extension } from '@peculiar/x509';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  daysFromNow,
  generateKeys,
  type Issued,
  type IssueOptions,
  issueCertificate,
  type KeyAlgorithm,
  loadIssued,
  pemChain,
} from './certificates';
import { encode } from './der';

const run = promisify(execFile);
let directory: string;
let root: Issued;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vouch-lab-test-'));
  root = await issueCertificate({ subject: 'CN=Lab Root CA,O=Vouch Lab', isCa: true });
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** The first error code of `openssl verify`; null: accepted. */
async function verify(chain: Issued[], anchors: Issued[] = [root], ...flags: string[]): Promise<number | null> {
  const write = async (name: string, content: string) => {
    await writeFile(join(directory, name), content);
    return join(directory, name);
  };
  const [leaf, ...untrusted] = chain;
  if (!leaf) throw new Error('An empty chain');
  const bundle = await write('bundle.pem', pemChain(...anchors));
  const sent = await write('sent.pem', pemChain(...untrusted));
  const file = await write('leaf.pem', leaf.pem);
  const args = [
    'verify',
    '-purpose',
    'sslserver',
    '-no-CApath',
    '-no-CAstore',
    ...flags,
    '-CAfile',
    bundle,
    ...(untrusted.length ? ['-untrusted', sent] : []),
    file,
  ];
  try {
    await run('openssl', args);
    return null;
  } catch (error) {
    const { stderr } = error as { stderr: string };
    const code = /error (\d+) at/.exec(stderr)?.[1];
    if (code === undefined) throw new Error(stderr);
    return Number(code);
  }
}

const leafOf = (issuer: Issued, options: Partial<IssueOptions> = {}) =>
  issueCertificate({ subject: 'CN=localhost,O=Vouch Lab', issuer, ...options });
const caOf = (options: Partial<IssueOptions> = {}) =>
  issueCertificate({ subject: 'CN=Odd CA,O=Vouch Lab', isCa: true, ...options });

describe('a certificate of the factory', () => {
  it('is accepted, strictly too, through an intermediate', async () => {
    const intermediate = await caOf({ issuer: root, pathLength: 0 });
    const leaf = await leafOf(intermediate);
    expect(await verify([leaf, intermediate], [root], '-x509_strict', '-verify_ip', '127.0.0.1')).toBeNull();
    expect(await verify([leaf, intermediate], [root], '-x509_strict', '-verify_hostname', 'localhost')).toBeNull();
  });

  it.each<KeyAlgorithm>(['ec-p256', 'ec-p384', 'rsa-2048', 'ed25519'])(
    'is accepted, strictly too, with %s keys',
    async (algorithm) => {
      const ca = await caOf({ keys: await generateKeys(algorithm), hash: 'SHA-384' });
      const leaf = await leafOf(ca, { keys: await generateKeys(algorithm), hash: 'SHA-384' });
      expect(await verify([leaf], [ca], '-x509_strict', '-auth_level', '2')).toBeNull();
    },
  );

  it('carries the serial number, names and dates it was asked for', async () => {
    const leaf = await leafOf(root, {
      serial: '0a1b2c',
      dns: ['a.example', '*.b.example'],
      ip: ['::1'],
      notAfter: new Date('2055-01-02T03:04:05Z'),
    });
    const read = new X509Certificate(leaf.pem);
    expect(read.serialNumber).toBe('0A1B2C');
    expect(read.subjectAltName).toBe('DNS:a.example, DNS:*.b.example, IP Address:0:0:0:0:0:0:0:1');
    expect(new Date(read.validTo)).toEqual(new Date('2055-01-02T03:04:05Z'));
  });

  it('is the same authority after it was read from its files', async () => {
    const again = await loadIssued(root.pem, root.keyPem);
    expect(await verify([await leafOf(again)], [root], '-x509_strict')).toBeNull();
  });
});

describe('a broken certificate of the factory is refused by every OpenSSL client', () => {
  const cases: [string, number, () => Promise<[Issued[], Issued[]?]>, string[]?][] = [
    ['expired', 10, async () => [[await leafOf(root, { notBefore: daysFromNow(-9), notAfter: daysFromNow(-2) })]]],
    ['not yet valid', 9, async () => [[await leafOf(root, { notBefore: daysFromNow(2) })]]],
    ['self-signed', 18, async () => [[await issueCertificate({ subject: 'CN=localhost' })]]],
    ['without its intermediate', 20, async () => [[await leafOf(await caOf({ issuer: root }))]]],
    ['wrong authority key identifier', 20, async () => [[await leafOf(root, { authorityKeyId: 'wrong' })]]],
    [
      'signed by another key of the same name',
      7,
      async () => [[await leafOf(await caOf({ subject: root.subject }), { authorityKeyId: 'omit' })]],
    ],
    ['for clients only', 26, async () => [[await leafOf(root, { extendedKeyUsage: ['clientAuth'] })]]],
    [
      'for another name',
      62,
      async () => [[await leafOf(root, { dns: ['other.example'] })]],
      ['-verify_hostname', 'localhost'],
    ],
    ['for another address', 64, async () => [[await leafOf(root, { ip: ['10.0.0.1'] })]], ['-verify_ip', '127.0.0.1']],
    [
      'weak key',
      66,
      async () => [[await leafOf(root, { keys: await generateKeys('rsa-1024') })]],
      ['-auth_level', '2'],
    ],
    ['weak signature', 68, async () => [[await leafOf(root, { hash: 'SHA-1' })]], ['-auth_level', '2']],
    [
      'unknown critical extension',
      34,
      async () => [
        [await leafOf(root, { extraExtensions: [new Extension('1.2.3.4.5', true, new Uint8Array([5, 0]))] })],
      ],
    ],
    ['critical authority key identifier', 34, async () => [[await leafOf(root, { authorityKeyId: 'critical' })]]],
    ['critical subject key identifier', 34, async () => [[await leafOf(root, { subjectKeyId: 'critical' })]]],
    [
      'issued by a leaf',
      79,
      async () => {
        const issuer = await leafOf(root, { subject: 'CN=Not a CA', keyUsage: null });
        return [[await leafOf(issuer), issuer]];
      },
    ],
    [
      'below a path length of zero',
      25,
      async () => {
        const upper = await caOf({ issuer: root, pathLength: 0 });
        const lower = await caOf({ subject: 'CN=Lower CA', issuer: upper });
        return [[await leafOf(lower), lower, upper]];
      },
    ],
    [
      'outside a name constraint',
      47,
      async () => {
        const permitted = encode(0x30, encode(0xa0, encode(0x30, encode(0x82, Buffer.from('corp.example')))));
        const ca = await caOf({ extraExtensions: [new Extension('2.5.29.30', true, new Uint8Array(permitted))] });
        return [[await leafOf(ca)], [ca]];
      },
    ],
  ];

  it.each(cases)('%s: code %i', async (_title, code, build, flags = []) => {
    const [chain, anchors] = await build();
    expect(await verify(chain, anchors, ...flags)).toBe(code);
  });
});

describe('an odd certificate of the factory is refused under -x509_strict only', () => {
  const anchored = async (ca: Partial<IssueOptions>): Promise<[Issued[], Issued[]]> => {
    const issuer = await caOf(ca);
    return [[await leafOf(issuer)], [issuer]];
  };
  const leafWith = async (options: Partial<IssueOptions>): Promise<[Issued[], Issued[]]> => [
    [await leafOf(root, options)],
    [root],
  ];
  const cases: [string, number, () => Promise<[Issued[], Issued[]]>][] = [
    ['missing authority key identifier', 85, () => leafWith({ authorityKeyId: 'omit' })],
    ['authority key identifier without a key id', 85, () => leafWith({ authorityKeyId: 'serial-only' })],
    ['missing subject key identifier', 86, () => anchored({ subjectKeyId: 'omit', authorityKeyId: 'omit' })],
    ['basic constraints missing', 79, () => anchored({ omitBasicConstraints: true })],
    ['basic constraints not critical', 89, () => anchored({ basicConstraintsCritical: false })],
    ['CA without key usage', 92, () => anchored({ keyUsage: null })],
    ['keyCertSign on a leaf', 82, () => leafWith({ keyUsage: ['digitalSignature', 'keyCertSign'] })],
    ['path length on a leaf', 80, () => leafWith({ pathLength: 0 })],
    ['empty issuer', 83, () => anchored({ subject: '' })],
    ['empty subject, alternative name not critical', 88, () => leafWith({ subject: '' })],
    ['empty subject alternative name', 87, () => leafWith({ dns: [], ip: [] })],
    ['version 2 with extensions', 93, () => leafWith({ editTbs: (tbs) => replace(tbs, 'a003020102', 'a003020101') })],
  ];

  it.each(cases)('%s: code %i', async (_title, code, build) => {
    const [chain, anchors] = await build();
    expect(await verify(chain, anchors)).toBeNull();
    expect(await verify(chain, anchors, '-x509_strict')).toBe(code);
  });
});

function replace(der: Buffer, from: string, to: string): Buffer {
  expect(der.toString('hex')).toContain(from);
  return Buffer.from(der.toString('hex').replace(from, to), 'hex');
}
