import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Issued, issueCertificate } from '../../lab/certificates';
import { readBundle } from './bundle';
import { describeBundle } from './describe';
import { TrustError } from './trust-error';

const isRoot = process.getuid?.() === 0;
let directory: string;
let one: Issued;
let two: Issued;
let three: Issued;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vouch-bundle-'));
  one = await issueCertificate({ subject: 'CN=Corp Root,O=Corp', isCa: true });
  two = await issueCertificate({ subject: 'CN=Corp Issuing,O=Corp', issuer: one, isCa: true });
  three = await issueCertificate({ subject: 'CN=Other Root', isCa: true });
});
afterAll(() => rm(directory, { recursive: true, force: true }));

let files = 0;
async function write(content: string | Buffer): Promise<string> {
  files += 1;
  const path = join(directory, `bundle-${files}.pem`);
  await writeFile(path, content);
  return path;
}

const subjects = async (content: string | Buffer) =>
  (await readBundle(await write(content), 'server.ssl_verify')).certificates.map(({ subject }) => subject);

async function refusal(path: string): Promise<TrustError> {
  const error = await readBundle(path, 'SSL_VERIFY').catch((reason: unknown) => reason);
  if (!(error instanceof TrustError)) throw new Error(`not refused: ${String(error)}`);
  // Whatever is wrong, the message says which setting named the file, and there is something to do.
  expect(error.input).toBe('SSL_VERIFY');
  expect(error.message).toMatch(/^The variable SSL_VERIFY (names|has)/);
  expect(error.fix).not.toBe('');
  return error;
}

const all = ['CN=Corp Root\nO=Corp', 'CN=Corp Issuing\nO=Corp', 'CN=Other Root'];

describe('a bundle', () => {
  it('holds the certificates of the file in their order, and the digest of its bytes', async () => {
    const path = await write(one.pem + two.pem + three.pem);
    const bundle = await readBundle(path, 'server.ssl_verify');
    expect(bundle.path).toBe(path);
    expect(bundle.certificates.map(({ subject }) => subject)).toEqual(all);
    expect(bundle.sha256).toBe(execFileSync('sha256sum', [path], { encoding: 'utf8' }).slice(0, 64));
  });

  it.each([
    ['CRLF line ends', (pem: string) => pem.replaceAll('\n', '\r\n')],
    ['lone CR line ends', (pem: string) => pem.replaceAll('\n', '\r')],
    ['a UTF-8 byte order mark', (pem: string) => `\ufeff${pem}`],
    [
      'comments between the certificates',
      (pem: string) => pem.replaceAll('-----BEGIN', '# Corp\nSubject: ü\n-----BEGIN'),
    ],
    ['indentation', (pem: string) => pem.replaceAll(/^/gm, '    ')],
    ['no line break at its end', (pem: string) => pem.trim()],
    [
      'two files joined without a line break between them',
      (pem: string) => pem.replaceAll('-----\n-----', '----------'),
    ],
    ['a body in one line', (pem: string) => pem.replaceAll(/(?<=[A-Za-z0-9+/=])\n(?=[A-Za-z0-9+/=])/g, '')],
    ['blank lines everywhere', (pem: string) => pem.replaceAll('\n', '\n\n')],
    ['the older label X509 CERTIFICATE', (pem: string) => pem.replaceAll(' CERTIFICATE', ' X509 CERTIFICATE')],
    ['a CRL among the certificates', (pem: string) => `-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n${pem}`],
  ])('is read in full with %s', async (_title, edit) => {
    expect(await subjects(edit(one.pem + two.pem + three.pem))).toEqual(all);
  });

  it('does not trust a certificate that is commented out', async () => {
    const commented = `${two.pem.trim().replaceAll(/^/gm, '# ')}\n`;
    expect(await subjects(one.pem + commented + three.pem)).toEqual([all[0], all[2]]);
    expect((await refusal(await write(commented))).code).toBe('bundle_no_certificates');
  });

  it('of 150 certificates is read in full', async () => {
    expect(await subjects(one.pem.repeat(150))).toHaveLength(150);
  });

  it('is read through a symbolic link, as Kubernetes mounts its secrets', async () => {
    const link = join(directory, 'linked.pem');
    await symlink(await write(one.pem), link);
    expect((await readBundle(link, 'SSL_CERT_FILE')).certificates).toHaveLength(1);
  });

  it('is read anew each time, so that a rotated file is seen at once', async () => {
    const path = await write(one.pem);
    const before = await readBundle(path, 'SSL_VERIFY');
    await writeFile(path, three.pem);
    const after = await readBundle(path, 'SSL_VERIFY');
    expect([before, after].map(({ certificates }) => certificates[0]?.subject)).toEqual([all[0], all[2]]);
    await rm(path);
    expect((await refusal(path)).code).toBe('bundle_missing');
  });
});

describe('a file that is no bundle', () => {
  it.each([
    ['does not exist', () => join(directory, 'absent.pem')],
    ['lies below a file', () => join(directory, 'bundle-1.pem', 'x.pem')],
    ['has a name that no file system takes', () => `/${'a'.repeat(3000)}`],
    ['has a NUL in its path', () => '/etc/ssl/corp.pem\0.txt'],
  ])('is bundle_missing when it %s', async (_title, path) => {
    await write(one.pem);
    expect((await refusal(path())).code).toBe('bundle_missing');
  });

  it('is told that "~" is not expanded', async () => {
    expect((await refusal('~/corp.pem')).fix).toContain('"~" is not expanded');
  });

  it('is bundle_unreadable when it is a directory, and the fix names what to write', async () => {
    const folder = join(directory, 'folder');
    await mkdir(folder, { recursive: true });
    const error = await refusal(folder);
    expect([error.code, error.message]).toEqual(['bundle_unreadable', expect.stringContaining('is a directory')]);
  });

  it.skipIf(isRoot)('is bundle_unreadable without read permission (root may read anything)', async () => {
    const path = await write(one.pem);
    await chmod(path, 0o000);
    expect((await refusal(path)).code).toBe('bundle_unreadable');
  });

  it('is bundle_unreadable when it is a FIFO, at once though nobody writes to it', async () => {
    const fifo = join(directory, 'fifo');
    execFileSync('mkfifo', [fifo]);
    const started = performance.now();
    expect((await refusal(fifo)).code).toBe('bundle_unreadable');
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it.each(['/dev/zero', '/dev/null'])('is bundle_unreadable when it is the device %s', async (path) => {
    expect((await refusal(path)).message).toContain('not a regular file');
  });

  it('is bundle_unreadable over 8 MiB, without being read', async () => {
    const path = await write(one.pem);
    await truncate(path, 1024 ** 4);
    const error = await refusal(path);
    expect([error.code, error.message]).toEqual(['bundle_unreadable', expect.stringContaining('larger than 8 MiB')]);
  });

  const endless = '/proc/self/pagemap';
  const hasEndless = process.platform === 'linux' && statSync(endless, { throwIfNoEntry: false })?.isFile() === true;
  it.skipIf(!hasEndless)('is bundle_unreadable when it calls itself empty and does not end (Linux only)', async () => {
    const before = process.memoryUsage().rss;
    expect((await refusal(endless)).code).toBe('bundle_unreadable');
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 ** 2);
  });

  it.each([
    ['empty', () => '', 'it is empty', ''],
    ['text', () => 'hello', 'no "-----BEGIN CERTIFICATE-----" line', ''],
    ['a certificate in DER form', () => Buffer.from(one.certificate.rawData), 'DER form', 'openssl x509 -inform der'],
    [
      'PKCS#7',
      () => '-----BEGIN PKCS7-----\nMIIB\n-----END PKCS7-----\n',
      'the kind "PKCS7"',
      'openssl pkcs7 -print_certs',
    ],
    [
      'a certificate with OpenSSL trust settings',
      () => one.pem.replaceAll(' CERTIFICATE', ' TRUSTED CERTIFICATE'),
      'TRUSTED CERTIFICATE',
      'openssl x509 -in',
    ],
    ['UTF-16, as PowerShell writes it', () => Buffer.from(`\ufeff${one.pem}`, 'utf16le'), 'UTF-16', '-Encoding ascii'],
    ['a public key', () => '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n', 'PUBLIC KEY', 'PEM form'],
  ])(
    'is bundle_no_certificates when it is %s, and the fix says how to convert it',
    async (_title, content, what, fix) => {
      const error = await refusal(await write(content()));
      expect(error.code).toBe('bundle_no_certificates');
      expect(error.message).toContain(what);
      expect(error.fix).toContain(fix);
    },
  );

  it.each([
    ['beside a certificate', () => one.pem + one.keyPem],
    ['alone', () => one.keyPem],
    ['encrypted', () => `${one.pem}-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n`],
    ['of the older form', () => '-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n'],
    ['commented out', () => one.pem + one.keyPem.replaceAll(/^/gm, '# ')],
  ])('is bundle_has_private_key with a key %s, which the message does not show', async (_title, content) => {
    const error = await refusal(await write(content()));
    expect(error.code).toBe('bundle_has_private_key');
    const key = one.keyPem.split('\n')[1] ?? '';
    expect(`${error.message}${error.fix}${String(error.cause)}`).not.toContain(key);
  });

  const lines = (pem: string) => pem.trim().split('\n');
  it.each([
    ['bytes missing in its middle', () => lines(two.pem).toSpliced(3, 1).join('\n')],
    ['another character in its first line', () => two.pem.replace('MII', 'XII')],
    ['no END line, the file going on behind it', () => lines(two.pem).slice(0, -1).join('\n')],
    ['nothing between BEGIN and END', () => '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----'],
  ])('is refused as a whole when one certificate has %s', async (_title, damaged) => {
    const error = await refusal(await write(`${one.pem}${damaged()}\n${three.pem}`));
    expect(error.code).toBe('bundle_unreadable');
    expect(error.message).toContain('certificate 2 of 3 is damaged');
  });

  it('is refused as a whole when the dates of one certificate cannot be read', async () => {
    const undated = await issueCertificate({
      subject: 'CN=No Such Month',
      isCa: true,
      // A random one may hold the bytes that are looked for.
      serial: '01',
      // The first UTCTime of the TBSCertificate is notBefore.
      editTbs: (tbs) => {
        tbs.write('9999', tbs.indexOf(Buffer.from([0x17, 0x0d])) + 4);
        return tbs;
      },
    });
    const path = await write(one.pem + undated.pem);
    expect((await refusal(path)).message).toContain('certificate 2 of 2 is damaged');
    expect(await describeBundle(path)).toMatchObject({ problem: { code: 'bundle_unreadable' }, certificates: [] });
  });

  it('is refused when it ends in the middle of a certificate, as a file does that is still being written', async () => {
    for (const left of [0.5, 0.9, 0.99]) {
      const half = two.pem.slice(0, Math.floor(two.pem.length * left));
      expect((await refusal(await write(one.pem + half))).code).toBe('bundle_unreadable');
    }
  });
});
