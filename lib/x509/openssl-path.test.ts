import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { daysFromNow, generateKeys, type Issued, type IssueOptions, issueCertificate } from '../../lab/certificates';
import { readCertificate } from './certificate';
import { buildOpensslPath } from './openssl-path';

// That OpenSSL itself takes these paths is shown in strict-lint.test.ts, for hundreds of chains.

let root: Issued;
let intermediate: Issued;
let leaf: Issued;

const ca = (options: Partial<IssueOptions>) => issueCertificate({ subject: 'CN=Corp CA', isCa: true, ...options });
const below = (issuer: Issued, options: Partial<IssueOptions> = {}) =>
  issueCertificate({ subject: 'CN=mcp.corp.example', issuer, ...options });

beforeAll(async () => {
  root = await ca({ subject: 'CN=Corp Root,O=Corp' });
  intermediate = await ca({ subject: 'CN=Corp Issuing,O=Corp', issuer: root });
  leaf = await below(intermediate);
});

function path(chain: Issued[], anchors: Issued[], { acceptsPartialChain = false, now = new Date() } = {}) {
  const built = buildOpensslPath({
    chain: chain.map(({ pem }) => readCertificate(pem)),
    anchors: anchors.map(({ pem }) => new X509Certificate(pem)),
    acceptsPartialChain,
    now,
  });
  return {
    end: built.end,
    code: built.opensslCode,
    untrusted: built.untrustedCount,
    names: built.certificates.map(({ subject }) => subject.replace(/^CN=|,.*/g, '')),
    serials: built.certificates.map(({ x509 }) => x509.serialNumber),
  };
}

const serialOf = ({ pem }: Issued) => new X509Certificate(pem).serialNumber;

describe('the path that OpenSSL takes', () => {
  it('leads over what was sent, in whatever order, to a trusted root', () => {
    const found = {
      end: 'trusted',
      code: null,
      untrusted: 2,
      names: ['mcp.corp.example', 'Corp Issuing', 'Corp Root'],
    };
    expect(path([leaf, intermediate], [root])).toMatchObject(found);
    expect(path([leaf, root, intermediate], [root])).toMatchObject(found);
  });

  it('prefers a trusted issuer, and then takes nothing that was sent any more', () => {
    expect(path([leaf, intermediate, root], [intermediate])).toMatchObject({
      end: 'missing_issuer',
      code: 2,
      untrusted: 1,
    });
    expect(path([leaf, intermediate, root], [intermediate, root])).toMatchObject({ end: 'trusted', untrusted: 1 });
  });

  it('ends at the first trusted issuer where a partial chain is accepted', () => {
    const found = path([leaf, intermediate], [root, intermediate], { acceptsPartialChain: true });
    expect(found).toMatchObject({ end: 'trusted', untrusted: 1, names: ['mcp.corp.example', 'Corp Issuing'] });
  });

  it('keeps its length where only the leaf itself is trusted', () => {
    const partial = { acceptsPartialChain: true };
    expect(path([leaf], [leaf], partial)).toMatchObject({ end: 'trusted', untrusted: 0, names: ['mcp.corp.example'] });
    expect(path([leaf, intermediate], [leaf], partial)).toMatchObject({ end: 'trusted', untrusted: 0 });
    expect(path([leaf, intermediate], [leaf], partial).names).toHaveLength(2);
    expect(path([leaf], [leaf])).toMatchObject({ end: 'missing_issuer', code: 20 });
  });

  it('says where it ends', async () => {
    const selfSigned = await issueCertificate({ subject: 'CN=localhost' });
    expect(path([leaf], [root])).toMatchObject({ end: 'missing_issuer', code: 20 });
    expect(path([selfSigned], [])).toMatchObject({ end: 'self_signed', code: 18 });
    expect(path([leaf, intermediate, root], [])).toMatchObject({ end: 'self_signed', code: 19, untrusted: 3 });
    expect(path([selfSigned], [selfSigned])).toMatchObject({ end: 'trusted', untrusted: 0 });
  });

  it('does not take a self-signed certificate for a trusted one of the same name', async () => {
    const keys = await generateKeys();
    const [one, other] = await Promise.all([1, 2].map(() => issueCertificate({ subject: 'CN=localhost', keys })));
    expect(path([one as Issued], [other as Issued], { acceptsPartialChain: true })).toMatchObject({ code: 18 });
  });

  it('chooses by name and key identifier, not by signature', async () => {
    const impostor = await ca({ subject: 'CN=Corp Issuing,O=Corp', issuer: root });
    expect(path([leaf, impostor, intermediate], [root]).serials[1]).toBe(serialOf(intermediate));
    const bare = await below(intermediate, { authorityKeyId: 'omit' });
    expect(path([bare, impostor, intermediate], [root]).serials[1]).toBe(serialOf(impostor));
    const bySerial = await below(intermediate, { authorityKeyId: 'serial-only' });
    expect(path([bySerial, impostor, intermediate], [root]).serials[1]).toBe(serialOf(intermediate));
    const mismatched = await below(intermediate, { authorityKeyId: 'wrong' });
    expect(path([mismatched, intermediate], [root])).toMatchObject({ end: 'missing_issuer', code: 20 });
  });

  it('chooses an issuer whose kind of key can have made the signature', async () => {
    const other = await ca({ subject: 'CN=Corp Issuing,O=Corp', issuer: root, keys: await generateKeys('ed25519') });
    const bare = await below(intermediate, { authorityKeyId: 'omit' });
    expect(path([bare, other, intermediate], [root]).serials[1]).toBe(serialOf(intermediate));
  });

  it('prefers a certificate that is valid now, else the one that ends last', async () => {
    const keys = await generateKeys();
    const renewed = (from: number, to: number) =>
      ca({ subject: 'CN=Renewed', issuer: root, keys, notBefore: daysFromNow(from), notAfter: daysFromNow(to) });
    const [first, second, third] = await Promise.all([renewed(-50, -30), renewed(-30, -10), renewed(-1, 10)]);
    const sent = [await below(third), first, second, third];
    const at = (days: number) => path(sent, [root], { now: daysFromNow(days) }).serials[1];
    expect([at(-40), at(-20), at(0)]).toEqual([serialOf(first), serialOf(second), serialOf(third)]);
    expect(path(sent.slice(0, 3), [root]).serials[1]).toBe(serialOf(second));
    expect(path(sent.slice(0, 1), [first, second, root]).serials[1]).toBe(serialOf(second));
  });

  it('is not given up for another when it leads nowhere', async () => {
    const keys = await generateKeys();
    const elsewhere = await ca({ subject: 'CN=Elsewhere' });
    const [useful, useless] = await Promise.all(
      [root, elsewhere].map((issuer) => ca({ subject: 'CN=Bridge', keys, issuer })),
    );
    const sent = [await below(useful as Issued), useless as Issued, useful as Issued];
    expect(path(sent, [root])).toMatchObject({ end: 'missing_issuer', names: ['mcp.corp.example', 'Bridge'] });
  });

  it('compares names as OpenSSL does: case in ASCII, white space and the kind of string do not count', async () => {
    const named = (issuerName: string) => below(root, { issuerName, authorityKeyId: 'omit' });
    expect(path([await named('CN=CORP   root,O=corp ')], [root]).end).toBe('trusted');
    expect(path([await named('CN=CorpRoot,O=Corp')], [root]).end).toBe('missing_issuer');
    const umlaut = await ca({ subject: 'CN=Größe' });
    expect(path([await below(umlaut, { issuerName: 'CN=GRöSSE', authorityKeyId: 'omit' })], [umlaut]).code).toBe(20);
    expect(path([await below(umlaut, { issuerName: 'CN=GRößE', authorityKeyId: 'omit' })], [umlaut]).code).toBe(null);
  });

  it('comes to an end when trusted CAs certify each other, and after 100 issuers', async () => {
    const [firstKeys, secondKeys] = await Promise.all([generateKeys(), generateKeys()]);
    const first = await ca({ subject: 'CN=First', keys: firstKeys });
    const second = await ca({ subject: 'CN=Second', keys: secondKeys, issuer: first });
    const firstBySecond = await ca({ subject: 'CN=First', keys: firstKeys, issuer: second });
    const found = path([await below(second)], [second, firstBySecond]);
    expect(found).toMatchObject({ end: 'too_long', code: 22 });
    expect(found.names).toHaveLength(102);
  });

  it('passes a sent certificate once, though it was sent twice and CAs certify each other', async () => {
    const [firstKeys, secondKeys] = await Promise.all([generateKeys(), generateKeys()]);
    const first = await ca({ subject: 'CN=First', keys: firstKeys });
    const second = await ca({ subject: 'CN=Second', keys: secondKeys, issuer: first });
    const firstBySecond = await ca({ subject: 'CN=First', keys: firstKeys, issuer: second });
    const loop = [firstBySecond, second];
    const found = path([await below(first), ...loop, ...loop, ...loop], []);
    expect(found).toMatchObject({ end: 'missing_issuer', code: 20, names: ['mcp.corp.example', 'First', 'Second'] });
  });

  it('needs a leaf', () => {
    const nothing = { chain: [], anchors: [], acceptsPartialChain: true, now: new Date() };
    expect(() => buildOpensslPath(nothing)).toThrow(RangeError);
  });
});
