import { X509Certificate } from 'node:crypto';
import '../../lab/reflect-api';
import { Extension } from '@peculiar/x509';
import { beforeAll, describe, expect, it } from 'vitest';
import { generateKeys, type Issued, type IssueOptions, issueCertificate } from '../../lab/certificates';
import { encode } from '../../lab/der';
import { generator } from '../../lab/odd-chains';
import { asVersion1WithoutExtensions } from '../../lab/spoil';
import { readCertificate } from './certificate';
import { isLikelyIssuedBy, KEY_CERT_SIGN, type OpensslFacts } from './openssl-facts';

let root: Issued;
beforeAll(async () => {
  root = await issueCertificate({ subject: 'CN=Corp Root,O=Corp', isCa: true });
});

const facts = async (options: Partial<IssueOptions> = {}) =>
  readCertificate((await issueCertificate({ subject: 'CN=x', issuer: root, ...options })).pem).openssl;
const extension = (oid: string, ...content: Buffer[]) => ({
  extraExtensions: [new Extension(oid, false, new Uint8Array(encode(0x30, ...content)))],
});
const bytes = (hex: string) => Buffer.from(hex, 'hex');

describe('what OpenSSL sees in a certificate', () => {
  it('is whether it is a CA, as X509_check_ca answers it', async () => {
    const nothing = { omitBasicConstraints: true, keyUsage: null };
    const status = async (options: Partial<IssueOptions>) => (await facts(options)).caStatus;
    expect(await status({})).toBe(0);
    expect(await status({ isCa: true })).toBe(1);
    expect(await status({ isCa: true, keyUsage: ['cRLSign'] })).toBe(0);
    expect(await status({ ...nothing })).toBe(0);
    expect(await status({ ...nothing, keyUsage: ['keyCertSign'] })).toBe(4);
    expect(await status({ issuer: undefined, editTbs: asVersion1WithoutExtensions })).toBe(3);
    expect(await status({ editTbs: asVersion1WithoutExtensions })).toBe(0);
    const netscape = new Extension('2.16.840.1.113730.1.1', false, new Uint8Array(encode(3, bytes('0204'))));
    expect(await status({ ...nothing, extraExtensions: [netscape] })).toBe(5);
  });

  it('is whom its authority key identifier means, by key and by serial number', async () => {
    const issuer = readCertificate(root.pem).openssl;
    expect((await facts()).authorityKey).toEqual({ keyId: issuer.subjectKeyId, serial: null, issuerName: null });
    expect((await facts({ authorityKeyId: 'serial-only' })).authorityKey).toEqual({
      keyId: null,
      serial: issuer.serial,
      issuerName: issuer.issuerName,
    });
    expect((await facts({ authorityKeyId: 'omit' })).authorityKey).toBeNull();
  });

  it('is how many names its subjectAltName holds, and whether there is one', async () => {
    expect((await facts({ dns: ['a', 'b'], ip: ['127.0.0.1'] })).alternativeNames).toBe(3);
    expect((await facts({ dns: [], ip: [] })).alternativeNames).toBe(0);
    expect((await facts({ omitSubjectAltName: true })).alternativeNames).toBeNull();
  });

  it('is that a proxy certificate has an alternative name or is a CA, which it may not', async () => {
    const proxy = extension('1.3.6.1.5.5.7.1.14');
    expect((await facts(proxy)).isUnreadable).toBe(true);
    expect((await facts({ ...proxy, omitSubjectAltName: true, isCa: true })).isUnreadable).toBe(true);
    expect((await facts({ ...proxy, omitSubjectAltName: true })).isUnreadable).toBe(false);
  });

  it('is that an extension it has to know cannot be read, or stands there twice', async () => {
    const twice = { extraExtensions: [1, 2].map(() => new Extension('2.5.29.37', false, new Uint8Array([0x30, 0]))) };
    const odd: Partial<IssueOptions>[] = [
      extension('2.5.29.30', encode(5)),
      extension('2.5.29.31', encode(0x30)),
      { omitBasicConstraints: true, ...extension('2.5.29.19', encode(2, bytes('ff'))) },
      { omitSubjectAltName: true, ...extension('2.5.29.17', encode(0x9f)) },
      { keyUsage: [] },
      { extendedKeyUsage: null, ...twice },
    ];
    for (const options of odd) expect(await facts(options)).toMatchObject({ isUnreadable: true, caStatus: 0 });
    const fine: Partial<IssueOptions>[] = [
      {},
      { extendedKeyUsage: [] },
      { omitSubjectAltName: true, ...extension('2.5.29.17', encode(0xa4, encode(0x30))) },
      // Policies are no business of path building.
      extension('2.5.29.32', bytes('ff')),
    ];
    for (const options of fine) expect((await facts(options)).isUnreadable).toBe(false);
  });

  it('is the same as Node’s own checkIssued() and `ca` say, for garbled certificates too', async () => {
    const others = await Promise.all([
      issueCertificate({ subject: 'CN=Leaf,O=Corp', issuer: root }),
      issueCertificate({ subject: 'CN=By serial', issuer: root, authorityKeyId: 'serial-only' }),
      issueCertificate({ subject: 'CN=RSA', isCa: true, keys: await generateKeys('rsa-2048') }),
    ]);
    const all = [root, ...others];
    const seed = Math.floor(Math.random() * 1_000_000);
    const random = generator(seed);
    let compared = 0;
    const differences: string[] = [];
    for (let round = 0; round < 1000; round += 1) {
      const { certificate } = all[random(all.length)] as Issued;
      const garbled = Buffer.from(certificate.rawData.slice(0));
      if (round > 10) garbled[random(garbled.length)] = random(256);
      const x509 = nodeReads(garbled);
      if (!x509) continue;
      compared += 1;
      const { openssl } = readCertificate(x509);
      const isSame = all.every(({ pem }) => {
        const other = readCertificate(pem);
        const asIssuer = isLikelyIssuedBy(other.openssl, openssl) && maySign(openssl);
        const asIssued = isLikelyIssuedBy(openssl, other.openssl) && maySign(other.openssl);
        return asIssuer === other.x509.checkIssued(x509) && asIssued === x509.checkIssued(other.x509);
      });
      if (!isSame || (openssl.caStatus === 1) !== x509.ca) differences.push(garbled.toString('base64'));
    }
    expect(compared).toBeGreaterThan(300);
    // Of encodings that nobody writes (strings in pieces), OpenSSL reads a few that are not read here.
    expect(differences.length, `seed ${seed}: ${differences.join(' ')}`).toBeLessThan(5);
  }, 60_000);
});

/** X509_check_issued asks this as well, path building does not. */
function maySign({ keyUsage }: OpensslFacts): boolean {
  return keyUsage === null || (keyUsage & KEY_CERT_SIGN) !== 0;
}

function nodeReads(der: Buffer): X509Certificate | null {
  try {
    return new X509Certificate(der);
  } catch {
    return null;
  }
}
