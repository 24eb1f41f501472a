import { X509Certificate } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate as AsnCertificate } from '@peculiar/asn1-x509';
import '../../lab/reflect-api';
import { Extension } from '@peculiar/x509';
import { beforeAll, describe, expect, it } from 'vitest';
import { generateKeys, type Issued, type IssueOptions, issueCertificate } from '../../lab/certificates';
import { encode } from '../../lab/der';
import { foldName, hasSameKey, isoTime, isSignedBy, keyIdentifiersAgree, readCertificate } from './certificate';

let root: Issued;
beforeAll(async () => {
  root = await issueCertificate({ subject: 'CN=Corp Root,O=Corp', isCa: true, pathLength: 3 });
});

const issue = (options: Partial<IssueOptions> = {}) =>
  issueCertificate({ subject: 'CN=mcp.corp.example,O=Corp', issuer: root, ...options });
const read = async (options: Partial<IssueOptions> = {}) => readCertificate((await issue(options)).pem);
const oid = (dotted: string) => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest.flatMap((arc) => base128(arc))];
  return encode(0x06, Buffer.from(bytes));
};
const base128 = (arc: number): number[] =>
  arc < 128 ? [arc] : [...base128(arc >> 7).map((byte) => byte | 0x80), arc & 0x7f];

describe('readCertificate', () => {
  it('reads names, times, key and algorithm of a leaf and of a CA', async () => {
    const leaf = await read();
    expect(leaf).toMatchObject({
      subject: 'CN=mcp.corp.example, O=Corp',
      issuer: 'CN=Corp Root, O=Corp',
      version: 3,
      publicKey: 'EC P-256',
      rsaBits: null,
      signatureAlgorithm: 'ecdsa-with-SHA256',
      isSelfIssued: false,
      basicConstraints: { isCa: false, pathLength: null },
      keyUsage: { keyCertSign: false, serverAuthentication: true },
      extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'],
      subjectAltNames: ['DNS:localhost', 'IP Address:127.0.0.1'],
      policies: [],
      issuersIssuer: null,
    });
    expect(leaf.notAfter.getTime()).toBeGreaterThan(Date.now());
    expect(readCertificate(root.pem)).toMatchObject({
      basicConstraints: { isCa: true, pathLength: 3 },
      keyUsage: { keyCertSign: true, serverAuthentication: false },
      extendedKeyUsage: null,
      subjectAltNames: [],
      isSelfIssued: true,
    });
  });

  it('takes PEM, DER and Node’s own object for the same', async () => {
    const { pem, certificate } = await issue();
    const { x509, ...fromPem } = readCertificate(pem);
    const others = [new Uint8Array(certificate.rawData), new X509Certificate(pem)].map((input) =>
      readCertificate(input),
    );
    for (const { x509: other, ...rest } of others) {
      expect(rest).toEqual(fromPem);
      expect(other.raw.equals(x509.raw)).toBe(true);
    }
  });

  it.each([
    ['rsa-2048', 'RSA 2048', 2048, 'sha256WithRSAEncryption'],
    ['ec-p384', 'EC P-384', null, 'ecdsa-with-SHA256'],
    ['ed25519', 'Ed25519', null, 'ED25519'],
  ] as const)('names a key of the kind %s', async (algorithm, publicKey, rsaBits, signatureAlgorithm) => {
    const certificate = await read({ issuer: undefined, keys: await generateKeys(algorithm) });
    expect(certificate).toMatchObject({ publicKey, rsaBits, signatureAlgorithm });
  });

  it('reads the key identifiers that Node does not show', async () => {
    const rootRead = readCertificate(root.pem);
    const leaf = await read();
    expect(rootRead.subjectKeyId).toMatch(/^[0-9a-f]{40}$/);
    expect(leaf.authorityKeyId).toBe(rootRead.subjectKeyId);
    expect(await read({ authorityKeyId: 'omit', subjectKeyId: 'omit' })).toMatchObject({
      authorityKeyId: null,
      subjectKeyId: null,
    });
    const bySerial = await read({ authorityKeyId: 'serial-only' });
    expect(bySerial.authorityKeyId).toBeNull();
    expect(bySerial.issuersIssuer).toEqual({ der: rootRead.names?.issuer, text: 'CN=Corp Root, O=Corp' });
    expect((await read({ authorityKeyId: 'critical' })).extensions).toContainEqual({
      oid: '2.5.29.35',
      isCritical: true,
    });
  });

  it('reads extended key usages it has no name for', async () => {
    const certificate = await read({ extendedKeyUsage: ['clientAuth', '1.3.6.1.4.1.99999.1'] });
    expect(certificate.extendedKeyUsage).toEqual(['1.3.6.1.5.5.7.3.2', '1.3.6.1.4.1.99999.1']);
  });

  it('reads the policies', async () => {
    const policies = encode(0x30, encode(0x30, oid('2.23.140.1.2.1')), encode(0x30, oid('1.3.6.1.4.1.99999.7')));
    const certificate = await read({ extraExtensions: [new Extension('2.5.29.32', false, new Uint8Array(policies))] });
    expect(certificate.policies).toEqual(['2.23.140.1.2.1', '1.3.6.1.4.1.99999.7']);
  });

  it('keeps alternative names apart that hold commas, quotes and other names', async () => {
    const entry = (tag: number, text: string) => encode(tag, Buffer.from(text, 'latin1'));
    const names = ['plain.example', 'evil.example, DNS:good.example', 'quote".example', 'a\\b.example'];
    const value = encode(
      0x30,
      ...names.map((name) => entry(0x82, name)),
      entry(0x86, 'https://a/?b=c,d'),
      entry(0x81, 'a@b.c'),
    );
    const certificate = await read({
      omitSubjectAltName: true,
      extraExtensions: [new Extension('2.5.29.17', false, new Uint8Array(value))],
    });
    expect(certificate.subjectAltNames).toHaveLength(6);
    expect(certificate.subjectAltNames[0]).toBe('DNS:plain.example');
    // Node writes the comma of a name as an escape, within quotes.
    expect(certificate.subjectAltNames[1]).toBe('DNS:"evil.example\\u002c DNS:good.example"');
    expect(certificate.subjectAltNames.at(-1)).toBe('email:a@b.c');
  });

  it('reads a thousand alternative names in little time', async () => {
    const dns = Array.from({ length: 1000 }, (_, index) => `host-${index}.corp.example`);
    const { pem } = await issue({ dns });
    const started = performance.now();
    expect(readCertificate(pem).subjectAltNames).toHaveLength(1000);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('reads a version 1 certificate, which has no extensions at all', async () => {
    const certificate = await read({ editTbs: toVersion1 });
    expect(certificate).toMatchObject({
      version: 1,
      extensions: [],
      basicConstraints: null,
      keyUsage: null,
      extendedKeyUsage: null,
      authorityKeyId: null,
      subjectAltNames: [],
    });
  });

  it('reads an empty subject, and names in any script', async () => {
    expect((await read({ subject: '' })).subject).toBe('');
    expect((await read({ subject: 'CN=サーバー,O=Größe & Söhne' })).subject).toBe('CN=サーバー, O=Größe & Söhne');
  });

  it('counts an extension it cannot read as absent, and still lists it', async () => {
    const broken = ['2.5.29.32', '2.5.29.30', '1.2.3.4'].map(
      (id) => new Extension(id, true, new Uint8Array([0xff, 0, 1])),
    );
    const certificate = await read({ extraExtensions: broken });
    expect(certificate.policies).toEqual([]);
    for (const { type } of broken) expect(certificate.extensions).toContainEqual({ oid: type, isCritical: true });
  });

  it.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['bytes that are no DER', new Uint8Array([1, 2, 3])],
    ['a SEQUENCE of nothing', new Uint8Array([0x30, 0x00])],
    ['a length that promises more than there is', new Uint8Array([0x30, 0x84, 0xff, 0xff, 0xff, 0xff])],
  ])('refuses %s with an error', (_title, input) => {
    expect(() => readCertificate(input)).toThrow(Error);
  });

  it('either refuses or reads whatever a certificate is garbled into', async () => {
    const { certificate } = await issue({ authorityKeyId: 'serial-only' });
    const good = Buffer.from(certificate.rawData);
    const random = generator(20_261_122);
    let refused = 0;
    for (let round = 0; round < 200; round += 1) {
      const garbled = Buffer.from(good);
      for (let edits = 1 + (random() % 4); edits > 0; edits -= 1) garbled[random() % garbled.length] = random() % 256;
      const node = nodeReads(garbled);
      if (!node) {
        refused += 1;
        expect(() => readCertificate(garbled)).toThrow();
        continue;
      }
      const one = readCertificate(node);
      expect([isSignedBy(one, one), keyIdentifiersAgree(one, one)]).toBeDefined();
      expect(() => JSON.stringify([isoTime(node.validFrom), isoTime(node.validTo), one.subjectAltNames])).not.toThrow();
    }
    expect(refused).toBeGreaterThan(20);
    expect(refused).toBeLessThan(180);
  });
});

describe('a time', () => {
  it('is written in ISO 8601, and as it stands when it is none', () => {
    expect(isoTime('Jan  2 03:04:05 2026 GMT')).toBe('2026-01-02T03:04:05.000Z');
    expect(isoTime('Dec 31 23:59:59 9999 GMT')).toBe('9999-12-31T23:59:59.000Z');
    expect(isoTime('Bad time value')).toBe('Bad time value');
  });
});

describe('names', () => {
  it('are compared without regard to case and white space (RFC 5280 section 7.1)', () => {
    expect(foldName('CN=Corp  ROOT')).toBe(foldName('CN=corp root'));
    expect(foldName('CN=Corp Root')).not.toBe(foldName('CN=CorpRoot'));
  });
});

describe('isSignedBy', () => {
  it('tells the issuer from one that only has its name', async () => {
    const impostor = readCertificate((await issueCertificate({ subject: root.subject, isCa: true })).pem);
    const leaf = await read();
    expect(isSignedBy(leaf, readCertificate(root.pem))).toBe(true);
    expect(isSignedBy(leaf, impostor)).toBe(false);
  });
});

describe('hasSameKey', () => {
  it('tells keys apart, and takes one that cannot be read for no key', async () => {
    const keys = await generateKeys();
    const [one, renewed, other] = await Promise.all([issue({ keys }), issue({ keys }), issue()]);
    const [first, second, third] = [one, renewed, other].map(({ pem }) => new X509Certificate(pem));
    if (!first || !second || !third) throw new Error('three were issued');
    expect([hasSameKey(first, second), hasSameKey(first, third)]).toEqual([true, false]);
    const der = Buffer.from(first.raw);
    // The first octet of the point, 4 for an uncompressed one (RFC 5480 section 2.2).
    der[der.indexOf(Buffer.from('03420004', 'hex')) + 3] = 9;
    const unreadable = new X509Certificate(der);
    expect([hasSameKey(unreadable, first), hasSameKey(first, unreadable), hasSameKey(unreadable, unreadable)]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

/** Takes the version and the extensions away: what is left is version 1 (RFC 5280 section 4.1.2.1). */
function toVersion1(tbs: Buffer): Buffer {
  const wrapped = encode(0x30, tbs, encode(0x30, oid('1.2.840.10045.4.3.2')), encode(0x03, Buffer.from([0])));
  const parsed = AsnConvert.parse(wrapped, AsnCertificate);
  parsed.tbsCertificate.version = 0;
  delete parsed.tbsCertificate.extensions;
  return Buffer.from(AsnConvert.serialize(parsed.tbsCertificate));
}

function nodeReads(der: Buffer): X509Certificate | null {
  try {
    return new X509Certificate(der);
  } catch {
    return null;
  }
}

/** A linear congruential generator: the same garbage in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
}
