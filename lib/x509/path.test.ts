import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { daysFromNow, generateKeys, type Issued, type IssueOptions, issueCertificate } from '../../lab/certificates';
import { readCertificate } from './certificate';
import { buildPath } from './path';

let root: Issued;
let intermediate: Issued;
let leaf: Issued;

const ca = (options: Partial<IssueOptions>) => issueCertificate({ subject: 'CN=Corp CA', isCa: true, ...options });

beforeAll(async () => {
  root = await ca({ subject: 'CN=Corp Root,O=Corp' });
  intermediate = await ca({ subject: 'CN=Corp Issuing,O=Corp', issuer: root });
  leaf = await issueCertificate({ subject: 'CN=mcp.corp.example', issuer: intermediate });
});

function path(chain: Issued[], anchors: Issued[], now = new Date()) {
  const built = buildPath(
    chain.map(({ pem }) => readCertificate(pem)),
    anchors.map(({ pem }) => new X509Certificate(pem)),
    now,
  );
  return {
    end: built.end,
    names: built.certificates.map(({ subject }) => subject.replace(/^CN=|,.*/g, '')),
    serials: built.certificates.map(({ x509 }) => x509.serialNumber),
    namesakes: built.namesakes.length,
  };
}

describe('a path', () => {
  it('leads from the leaf over what was sent to what is trusted', () => {
    expect(path([leaf, intermediate], [root])).toMatchObject({
      end: 'anchored',
      names: ['mcp.corp.example', 'Corp Issuing', 'Corp Root'],
    });
    expect(path([leaf, intermediate, root], [root]).names).toHaveLength(3);
  });

  it('does not depend on the order in which the rest of the chain was sent, nor on strangers in it', async () => {
    const lower = await ca({ subject: 'CN=Lower', issuer: intermediate });
    const low = await issueCertificate({ subject: 'CN=low', issuer: lower });
    const stranger = await ca({ subject: 'CN=Stranger' });
    const expected = path([low, lower, intermediate], [root]);
    expect(expected).toMatchObject({ end: 'anchored', names: ['low', 'Lower', 'Corp Issuing', 'Corp Root'] });
    expect(path([low, intermediate, lower], [root])).toEqual(expected);
    expect(path([low, root, stranger, intermediate, lower], [stranger, root])).toEqual(expected);
  });

  it('ends at the first certificate that is itself trusted, root or not', () => {
    expect(path([leaf, intermediate, root], [intermediate]).names).toEqual(['mcp.corp.example', 'Corp Issuing']);
    expect(path([leaf], [leaf])).toMatchObject({ end: 'anchored', names: ['mcp.corp.example'] });
    expect(path([leaf], [intermediate, root]).names).toHaveLength(2);
  });

  it('without the issuer ends where it is missing', () => {
    expect(path([leaf], [root])).toMatchObject({ end: 'missing_issuer', names: ['mcp.corp.example'], namesakes: 0 });
    expect(path([leaf, intermediate], [])).toMatchObject({ end: 'missing_issuer' });
  });

  it('ends at an untrusted certificate that signed itself, sent once or more often', async () => {
    const selfSigned = await issueCertificate({ subject: 'CN=localhost' });
    expect(path([selfSigned], [root])).toMatchObject({ end: 'self_signed', names: ['localhost'] });
    expect(path([selfSigned, selfSigned, selfSigned], [root])).toMatchObject({
      end: 'self_signed',
      names: ['localhost'],
    });
    const twice = [leaf, intermediate, intermediate, root, root];
    expect(path(twice, [])).toMatchObject({
      end: 'self_signed',
      names: ['mcp.corp.example', 'Corp Issuing', 'Corp Root'],
    });
  });

  it('takes the issuer that made the signature from among its namesakes', async () => {
    const namesakes = await Promise.all([1, 2, 3].map(() => ca({ subject: 'CN=Corp Issuing,O=Corp' })));
    const expected = path([leaf, intermediate], [root]);
    expect(path([leaf, ...namesakes, intermediate], [root])).toEqual(expected);
    expect(path([leaf, intermediate], [...namesakes, root])).toEqual(expected);
  });

  it('tells a namesake with another key from an issuer that is missing', async () => {
    const impostor = await ca({ subject: 'CN=Corp Issuing,O=Corp' });
    expect(path([leaf], [impostor])).toMatchObject({ end: 'wrong_key', namesakes: 1 });
    expect(path([leaf, impostor], [root])).toMatchObject({ end: 'wrong_key', namesakes: 0 });
    const otherRoot = await ca({ subject: 'CN=Corp Root,O=Corp' });
    expect(path([leaf, intermediate, root], [otherRoot])).toMatchObject({ end: 'self_signed', namesakes: 1 });
  });

  it('compares names without regard to case and white space', async () => {
    const shouting = await issueCertificate({ subject: 'CN=x', issuer: root, issuerName: 'CN=CORP  root,O=corp' });
    expect(path([shouting], [root]).end).toBe('anchored');
  });

  it('tells a key identifier that names another key from a signature that another key made', async () => {
    const mismatched = await issueCertificate({ subject: 'CN=x', issuer: root, authorityKeyId: 'wrong' });
    expect(path([mismatched], [root])).toMatchObject({ end: 'wrong_key_identifier', namesakes: 1 });
    const without = await issueCertificate({ subject: 'CN=x', issuer: root, authorityKeyId: 'omit' });
    expect(path([without], [root]).end).toBe('anchored');
  });

  it('wants the issuer and serial number that a key identifier names', async () => {
    const options = { subject: 'CN=x', issuer: root, authorityKeyId: 'serial-only' } as const;
    const [old, renewed] = await Promise.all([root.keys, root.keys].map((keys) => ca({ subject: root.subject, keys })));
    if (!old || !renewed) throw new Error('unreachable');
    const bySerial = await issueCertificate({ ...options, issuer: old });
    expect(path([bySerial], [old]).end).toBe('anchored');
    expect(path([bySerial], [renewed])).toMatchObject({ end: 'wrong_key_identifier', namesakes: 1 });
  });

  it('ends at a certificate that signed itself, though another one of its name and key is trusted', async () => {
    const keys = await generateKeys();
    const [old, renewed] = await Promise.all([1, 2].map(() => issueCertificate({ subject: 'CN=own', keys })));
    if (!old || !renewed) throw new Error('unreachable');
    expect(path([renewed], [old])).toMatchObject({ end: 'self_signed', names: ['own'], namesakes: 1 });
  });

  it('of several certificates of one CA takes one that is valid now, a trusted one before a sent one', async () => {
    const keys = await generateKeys();
    const name = 'CN=Renewed,O=Corp';
    const old = await ca({
      subject: name,
      issuer: root,
      keys,
      notBefore: daysFromNow(-20),
      notAfter: daysFromNow(-10),
    });
    const current = await ca({ subject: name, issuer: root, keys });
    const below = await issueCertificate({ subject: 'CN=x', issuer: current });
    const serial = (one: Issued) => new X509Certificate(one.pem).serialNumber;
    expect(path([below, old, current], [root]).serials[1]).toBe(serial(current));
    expect(path([below], [old, current]).serials[1]).toBe(serial(current));
    expect(path([below, current], [old]).serials[1]).toBe(serial(old));
    expect(path([below, old, current], [root], daysFromNow(-15)).serials[1]).toBe(serial(old));
  });

  it('follows a cross-signature to the root that is trusted', async () => {
    const keys = await generateKeys();
    const elsewhere = await ca({ subject: 'CN=Elsewhere Root' });
    const bridge = { subject: 'CN=Bridge', keys };
    const byElsewhere = await ca({ ...bridge, issuer: elsewhere });
    const byRoot = await ca({ ...bridge, issuer: root });
    const below = await issueCertificate({ subject: 'CN=x', issuer: byRoot });
    expect(path([below, byRoot, byElsewhere], [root]).end).toBe('anchored');
    // OpenSSL does not go back to it; findBetterOrder tells the difference.
    expect(path([below, byElsewhere, byRoot], [root]).end).toBe('anchored');
  });

  it('comes to an end when two CAs certify each other', async () => {
    const [firstKeys, secondKeys] = await Promise.all([generateKeys(), generateKeys()]);
    const first = await ca({ subject: 'CN=First', keys: firstKeys });
    const second = await ca({ subject: 'CN=Second', keys: secondKeys });
    const firstBySecond = await ca({ subject: 'CN=First', keys: firstKeys, issuer: second });
    const secondByFirst = await ca({ subject: 'CN=Second', keys: secondKeys, issuer: first });
    const below = await issueCertificate({ subject: 'CN=x', issuer: first });
    const loop = [below, firstBySecond, secondByFirst];
    expect(path(loop, [])).toMatchObject({ end: 'circle', names: ['x', 'First', 'Second'] });
    expect(path([...loop, ...loop.slice(1)], [root]).end).toBe('circle');
    expect(path(loop, [second]).end).toBe('anchored');
  });

  it('is given up after 32 issuers, in little time', async () => {
    const keys = await generateKeys();
    let below = await ca({ subject: 'CN=Level 0', keys });
    const levels = [below];
    for (let level = 1; level <= 40; level += 1) {
      below = await ca({ subject: `CN=Level ${level}`, keys, issuer: below });
      levels.unshift(below);
    }
    const started = performance.now();
    const built = path(levels, [levels.at(-1) as Issued]);
    expect(built).toMatchObject({ end: 'missing_issuer' });
    expect(built.names).toHaveLength(33);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(path(levels.slice(10), [levels.at(-1) as Issued]).end).toBe('anchored');
  });

  it('needs a leaf', () => {
    expect(() => buildPath([], [], new Date())).toThrow(RangeError);
  });
});
