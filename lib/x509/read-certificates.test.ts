import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Issued, issueCertificate, pemChain } from '../../lab/certificates';
import { CertificatesError } from './certificates-error';
import { containerForm } from './container-form';
import { readCertificates, readPemCertificates } from './read-certificates';

let root: Issued;
let issuing: Issued;
let other: Issued;
let p7b: Buffer;
let p12: Buffer;

const openssl = (args: string[], input?: string | Buffer) => execFileSync('openssl', args, { input, stdio: 'pipe' });
const der = (one: Issued) => Buffer.from(one.certificate.rawData);

beforeAll(async () => {
  root = await issueCertificate({ subject: 'CN=Corp Root,O=Corp', isCa: true });
  issuing = await issueCertificate({ subject: 'CN=Corp Issuing,O=Corp', issuer: root, isCa: true });
  other = await issueCertificate({ subject: 'CN=Other Root', isCa: true });
  const file = pemChain(root, issuing, other);
  const directory = mkdtempSync(join(tmpdir(), 'vouch-pkcs7-'));
  writeFileSync(join(directory, 'all.pem'), file);
  p7b = openssl(['crl2pkcs7', '-nocrl', '-certfile', join(directory, 'all.pem'), '-outform', 'der']);
  rmSync(directory, { recursive: true });
  p12 = openssl(['pkcs12', '-export', '-nokeys', '-passout', 'pass:'], file);
});

const names = (content: string | Uint8Array) => {
  const { form, certificates } = readCertificates(Buffer.from(content as string));
  return [form, ...certificates.map(({ subject }) => subject.split('\n')[0])];
};

function refusal(content: string | Uint8Array): CertificatesError {
  try {
    readCertificates(Buffer.from(content as string));
  } catch (error) {
    if (error instanceof CertificatesError) return error;
    throw error;
  }
  throw new Error('not refused');
}

/** BER with indefinite lengths (X.690 section 8.1.3.6), as some tools write the outside of PKCS#7. */
function indefinite(...parts: Uint8Array[]): Buffer {
  return Buffer.concat([Buffer.from([0x30, 0x80]), ...parts, Buffer.from([0, 0])]);
}

const all = ['CN=Corp Root', 'CN=Corp Issuing', 'CN=Other Root'];

describe('certificates are read', () => {
  it('from PEM with text around, CRLF and a byte order mark, in their order', () => {
    const text = `\ufeffSubject: Corp\n${root.pem}\n# and\n${issuing.pem}${other.pem}bye`;
    expect(names(text.replaceAll('\n', '\r\n'))).toEqual(['pem', ...all]);
  });

  it('from DER: one, several one behind the other, and with a line break at the end', () => {
    expect(names(der(root))).toEqual(['der', all[0]]);
    expect(names(Buffer.concat([der(root), der(issuing), der(other), Buffer.from('\r\n')]))).toEqual(['der', ...all]);
  });

  it('from PKCS#7 in DER form', () => {
    expect(names(p7b)[0]).toBe('pkcs7');
    expect(names(p7b).slice(1).sort()).toEqual([...all].sort());
  });

  it('from PKCS#7 in PEM form, under each label in use, alone and beside certificates', () => {
    const base64 = p7b.toString('base64');
    for (const label of ['PKCS7', 'CMS']) {
      const block = `-----BEGIN ${label}-----\n${base64}\n-----END ${label}-----\n`;
      expect(names(block)[0]).toBe('pkcs7');
      expect(names(block).slice(1).sort()).toEqual([...all].sort());
      expect(names(root.pem + block)).toHaveLength(5);
    }
  });

  it('from PKCS#7 of indefinite length', () => {
    const oid = Buffer.from('06092a864886f70d010702', 'hex');
    const data = indefinite(Buffer.from('06092a864886f70d010701', 'hex'));
    const certificates = Buffer.concat([Buffer.from([0xa0, 0x80]), der(root), der(issuing), Buffer.from([0, 0])]);
    const signed = indefinite(Buffer.from('020101', 'hex'), Buffer.from('3100', 'hex'), data, certificates);
    const content = Buffer.concat([Buffer.from([0xa0, 0x80]), signed, Buffer.from([0, 0])]);
    expect(names(indefinite(oid, content))).toEqual(['pkcs7', all[0], all[1]]);
  });

  it('and what was left out is named', () => {
    const crl = '-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n';
    expect(readCertificates(Buffer.from(root.pem + crl)).leftOut).toEqual(['X509 CRL']);
  });
});

describe('certificates are refused', () => {
  const keys = () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const encrypted = { cipher: 'aes-256-cbc', passphrase: 'x' };
    return [
      rsa.export({ format: 'der', type: 'pkcs1' }),
      rsa.export({ format: 'der', type: 'pkcs8' }),
      rsa.export({ format: 'der', type: 'pkcs8', ...encrypted }),
      ec.export({ format: 'der', type: 'sec1' }),
      ec.export({ format: 'der', type: 'pkcs8' }),
      generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }),
      rsa.export({ format: 'pem', type: 'pkcs1' }),
      rsa.export({ format: 'pem', type: 'pkcs1', ...encrypted }),
      ec.export({ format: 'pem', type: 'sec1' }),
      createPrivateKey(root.keyPem).export({ format: 'pem', type: 'pkcs8', ...encrypted }),
      '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n',
      '-----BEGIN PGP PRIVATE KEY BLOCK-----\nAAAA\n-----END PGP PRIVATE KEY BLOCK-----\n',
      'PuTTY-User-Key-File-3: ssh-ed25519\n',
    ];
  };

  it('with a private key of any kind, in any form, alone or beside certificates', () => {
    for (const key of keys()) {
      const contents = typeof key === 'string' ? [key, root.pem + key, `${key}${root.pem}`] : [key];
      for (const content of contents) expect(refusal(content).code).toBe('bundle_has_private_key');
    }
    expect(() => readPemCertificates(Buffer.from(keys()[0] as Buffer))).toThrow('private key');
  });

  it.each<[string, () => string | Uint8Array, string, RegExp]>([
    ['empty', () => '', 'bundle_no_certificates', /it is empty/],
    ['text', () => 'hello', 'bundle_no_certificates', /no "-----BEGIN CERTIFICATE-----" line/],
    ['UTF-16 with a mark', () => Buffer.from(`\ufeff${root.pem}`, 'utf16le'), 'bundle_no_certificates', /UTF-16/],
    ['UTF-16 without one', () => Buffer.from(root.pem, 'utf16le'), 'bundle_no_certificates', /UTF-16/],
    ['UTF-16, big-endian', () => Buffer.from(root.pem, 'utf16le').swap16(), 'bundle_no_certificates', /UTF-16/],
    ['base64 of PEM', () => Buffer.from(root.pem).toString('base64'), 'bundle_no_certificates', /base64 once more/],
    ['PKCS#12', () => p12, 'bundle_no_certificates', /PKCS#12/],
    ['a Java key store', () => Buffer.from('feedfeed00000002', 'hex'), 'bundle_no_certificates', /Java key store/],
    [
      'a public key in PEM',
      () => '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n',
      'bundle_no_certificates',
      /PUBLIC KEY/,
    ],
    ['DER that is cut off', () => der(root).subarray(0, 300), 'bundle_unreadable', /certificate 1 of 1 is damaged/],
    [
      'DER of which the second is cut off',
      () => Buffer.concat([der(root), der(other).subarray(0, 200)]),
      'bundle_unreadable',
      /certificate 2 of 2 is damaged/,
    ],
    [
      'PEM of which the second is damaged',
      () => root.pem + other.pem.replace('MII', 'XII'),
      'bundle_unreadable',
      /certificate 2 of 2 is damaged/,
    ],
    ['PKCS#7 that is cut off', () => p7b.subarray(0, 300), 'bundle_unreadable', /damaged/],
    [
      'PKCS#7 in PEM that is cut off',
      () => `-----BEGIN PKCS7-----\n${p7b.subarray(0, 300).toString('base64')}\n-----END PKCS7-----\n`,
      'bundle_unreadable',
      /PKCS#7 file that is cut off or damaged/,
    ],
    [
      'PKCS#7 without certificates',
      () =>
        Buffer.from(
          '3023 06092a864886f70d010702 a016 3014 020101 3100 300b06092a864886f70d010701 3100'.replaceAll(' ', ''),
          'hex',
        ),
      'bundle_no_certificates',
      /PKCS#7 file without certificates/,
    ],
  ])('that are %s', (_title, content, code, message) => {
    const error = refusal(content());
    expect([error.code, error.message]).toEqual([code, expect.stringMatching(message)]);
    expect(error.fix).not.toBe('');
  });

  it('as a bundle file when they are not PEM, with the command that converts them', () => {
    expect(() => readPemCertificates(der(root))).toThrow('DER form');
    expect(() => readPemCertificates(p7b)).toThrow('DER form');
    expect(() => readPemCertificates(p12)).toThrow('PKCS#12');
  });
});

describe('random content', () => {
  const read = (content: Uint8Array) => {
    try {
      return readCertificates(content).certificates.length;
    } catch (error) {
      if (!(error instanceof CertificatesError)) throw error;
      return 0;
    }
  };

  it('is read or refused, and nothing else happens', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        read(bytes);
      }),
      { numRuns: 2000 },
    );
  });

  it('made by damaging real files is read or refused, and nothing else happens', () => {
    const files = [der(root), p7b, p12, Buffer.from(pemChain(root, other))];
    const damage = fc.tuple(fc.nat({ max: 3 }), fc.nat(), fc.nat({ max: 255 }), fc.nat());
    fc.assert(
      fc.property(damage, ([which, at, value, end]) => {
        const file = Buffer.from(files[which] as Buffer);
        file[at % file.length] = value;
        read(file.subarray(0, end % 3 === 0 ? end % file.length : file.length));
      }),
      { numRuns: 2000 },
    );
  });

  it('of indefinite lengths one in another ends the reading at a depth', () => {
    expect(containerForm(Buffer.alloc(1_000_000, Buffer.from([0x30, 0x80])))).toBe(null);
    expect(containerForm(Buffer.concat([Buffer.from([0x30, 0x80]), Buffer.alloc(1_000_000, 5)]))).toBe(null);
  });
});
