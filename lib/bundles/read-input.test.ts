import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daysFromNow, type Issued, issueCertificate, pemChain } from '../../lab/certificates';
import { admin as actor } from '../access/actors.fixture';
import { AppError } from '../errors';
import { readBundleInput } from './read-input';

let directory: string;
let root: Issued;
let other: Issued;

const at = (name: string) => join(directory, name);
const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: directory, stdio: 'pipe' });
const pkcs12 = (...args: string[]) => openssl('pkcs12', '-export', ...args).toString('base64');

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vouch-input-'));
  root = await issueCertificate({ subject: 'CN=Corp Root', isCa: true });
  other = await issueCertificate({ subject: 'CN=Other Root', isCa: true });
  await writeFile(at('all.pem'), pemChain(root, other));
  await writeFile(at('key.pem'), root.keyPem);
  await writeFile(at('both.pem'), root.pem + root.keyPem);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const read = (input: object) => readBundleInput({ actor, input });
const subjects = async (input: object) => (await read(input)).certificates.map(({ subject }) => subject);

async function refusal(input: object) {
  const error = await read(input).then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!(error instanceof AppError)) throw new Error('it was not refused', { cause: error });
  expect(error.code).toBe('bad_input');
  return error.issues[0];
}

const both = ['CN=Corp Root', 'CN=Other Root'];

describe('an input is parsed on the spot', () => {
  it('as pasted text, as a file of any form, and from a path', async () => {
    const der = Buffer.from(root.certificate.rawData).toString('base64');
    const p7b = openssl('crl2pkcs7', '-nocrl', '-certfile', 'all.pem', '-outform', 'der').toString('base64');
    expect(await read({ pem: pemChain(root, other) })).toMatchObject({
      form: 'pem',
      certificate_count: 2,
      warnings: [],
    });
    expect(await read({ content_base64: der })).toMatchObject({ form: 'der', certificate_count: 1 });
    expect(await read({ content_base64: p7b })).toMatchObject({ form: 'pkcs7', certificate_count: 2 });
    expect(await subjects({ path: at('all.pem') })).toEqual(both);
  });

  it('with what a person should know before trusting it', async () => {
    const [expired, early] = await Promise.all([
      issueCertificate({ subject: 'CN=Old', isCa: true, notBefore: daysFromNow(-9), notAfter: daysFromNow(-2) }),
      issueCertificate({ subject: 'CN=New', isCa: true, notBefore: daysFromNow(2) }),
    ]);
    const leaf = await issueCertificate({ subject: 'CN=mcp.corp', issuer: root });
    const crl = '-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n';
    const { warnings, first_expires_at, certificates } = await read({
      pem: pemChain(root, root, expired, early, leaf) + crl,
    });
    expect(warnings).toEqual([
      '1 duplicate was merged.',
      'A block of the kind "X509 CRL" was left out: it is no certificate.',
      expect.stringMatching(/^CN=Old expired on \d{4}-\d\d-\d\d\.$/),
      expect.stringMatching(/^CN=New is not valid before \d{4}-\d\d-\d\d\.$/),
      'CN=mcp.corp is no CA: only a server that sends this very certificate is trusted by it.',
    ]);
    expect(first_expires_at).toBe(certificates[1]?.not_after);
  });

  it('as PKCS#12 without a password, also as older tools encrypt it', async () => {
    const export12 = ['-nokeys', '-in', 'all.pem', '-passout', 'pass:'];
    const forms = [
      pkcs12(...export12),
      pkcs12(...export12, '-certpbe', 'NONE'),
      pkcs12(...export12, '-certpbe', 'NONE', '-nomac'),
      pkcs12(...export12, '-certpbe', 'PBE-SHA1-RC2-40', '-legacy'),
    ];
    for (const content_base64 of forms) {
      expect(await read({ content_base64 })).toMatchObject({ form: 'pkcs12', certificate_count: 2 });
      expect((await subjects({ content_base64 })).sort()).toEqual(both);
    }
  });

  it('as PKCS#12 in which a name looks like a certificate', async () => {
    const name = `x\n${other.pem}`;
    const content_base64 = pkcs12('-nokeys', '-in', 'all.pem', '-passout', 'pass:', '-caname', name, '-name', name);
    expect((await subjects({ content_base64 })).sort()).toEqual(both);
  });
});

describe('an input is refused', () => {
  it.each<[string, () => string, string, RegExp]>([
    [
      'holds a private key',
      () => pkcs12('-in', 'all.pem', '-inkey', 'key.pem', '-passout', 'pass:'),
      'bundle_has_private_key',
      /PKCS#12 file with a private key in it.+-nokeys/,
    ],
    [
      'holds a private key that is not encrypted',
      () => pkcs12('-in', 'both.pem', '-keypbe', 'NONE', '-certpbe', 'NONE', '-passout', 'pass:'),
      'bundle_has_private_key',
      /PKCS#12 file with a private key in it/,
    ],
    [
      'has a password',
      () => pkcs12('-nokeys', '-in', 'all.pem', '-passout', 'pass:hunter2'),
      'bundle_unreadable',
      /PKCS#12 file with a password.+openssl pkcs12 -in FILE -nokeys -out corp\.pem/,
    ],
    [
      'is damaged',
      () => {
        const file = Buffer.from(
          pkcs12('-nokeys', '-in', 'all.pem', '-certpbe', 'NONE', '-passout', 'pass:'),
          'base64',
        );
        return file.fill(0, 300, 400).toString('base64');
      },
      'bundle_unreadable',
      /PKCS#12 file/,
    ],
  ])('when PKCS#12 %s', async (_title, content, type, message) => {
    expect(await refusal({ content_base64: content() })).toMatchObject({
      path: ['content_base64'],
      type,
      message: expect.stringMatching(message),
    });
  });

  it('when it is PKCS#12 and there is no openssl command, which is said', async () => {
    const content_base64 = pkcs12('-nokeys', '-in', 'all.pem', '-passout', 'pass:');
    const { PATH } = process.env;
    process.env.PATH = directory;
    try {
      const issue = await refusal({ content_base64 });
      expect(issue?.message).toMatch(/^The file is a PKCS#12 file, and Vouch opens those with the openssl command/);
    } finally {
      process.env.PATH = PATH;
    }
  });

  it.each<[string, () => object, string, string, RegExp]>([
    ['text', () => ({ pem: 'hello' }), 'pem', 'bundle_no_certificates', /^The text holds no certificate: it has no/],
    ['empty', () => ({ content_base64: '' }), 'content_base64', 'bundle_no_certificates', /^The file .+ it is empty/],
    ['no base64', () => ({ content_base64: 'ä' }), 'content_base64', 'invalid_format', /is not base64/],
    [
      'a key',
      () => ({ content_base64: Buffer.from(root.keyPem).toString('base64') }),
      'content_base64',
      'bundle_has_private_key',
      /^The file holds a private key/,
    ],
    [
      'over 2 MiB once decoded',
      () => ({ content_base64: Buffer.alloc(2 * 1024 * 1024 + 1).toString('base64') }),
      'content_base64',
      'too_big',
      /larger than 2 MiB/,
    ],
    [
      'a path that leads nowhere',
      () => ({ path: at('gone') }),
      'path',
      'bundle_missing',
      /^The path names .+gone, which/,
    ],
    ['the path of a folder', () => ({ path: directory }), 'path', 'bundle_unreadable', /is a directory/],
    [
      'the path of a key',
      () => ({ path: at('both.pem') }),
      'path',
      'bundle_has_private_key',
      /both\.pem, which holds a/,
    ],
    ['the path of a device', () => ({ path: '/dev/zero' }), 'path', 'bundle_unreadable', /not a regular file/],
    ['nothing', () => ({}), 'pem', 'custom', /send the certificates/],
    ['two things', () => ({ pem: root.pem, path: at('all.pem') }), 'pem', 'custom', /not several/],
  ])('when it is %s', async (_title, input, field, type, message) => {
    expect(await refusal(input())).toMatchObject({ path: [field], type, message: expect.stringMatching(message) });
  });

  it('when it is the path of a file of more than 8 MiB', async () => {
    await writeFile(at('large.pem'), root.pem);
    await truncate(at('large.pem'), 8 * 1024 * 1024 + 1);
    expect(await refusal({ path: at('large.pem') })).toMatchObject({ type: 'bundle_unreadable' });
  });

  it('without a word of the key it holds', async () => {
    const issue = await refusal({ pem: root.keyPem });
    expect(JSON.stringify(issue)).not.toContain(root.keyPem.split('\n')[1]);
  });
});
