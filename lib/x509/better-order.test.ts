import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { generateKeys, type Issued, issueCertificate } from '../../lab/certificates';
import type { OddChain } from '../../lab/odd-chains';
import { opensslVersionLine, withOpensslVerify } from '../../lab/openssl-verify';
import { findBetterOrder } from './better-order';
import { readCertificate } from './certificate';

const isOpenssl3 = (await opensslVersionLine()).startsWith('OpenSSL 3.');

let root: Issued;
let leaf: Issued;
/** One CA, certified by the trusted root and by one that nobody knows. */
let useful: Issued;
let useless: Issued;

beforeAll(async () => {
  const keys = await generateKeys();
  root = await issueCertificate({ subject: 'CN=Corp Root', isCa: true });
  const elsewhere = await issueCertificate({ subject: 'CN=Elsewhere Root', isCa: true });
  useful = await issueCertificate({ subject: 'CN=Bridge', isCa: true, keys, issuer: root });
  useless = await issueCertificate({ subject: 'CN=Bridge', isCa: true, keys, issuer: elsewhere });
  leaf = await issueCertificate({ subject: 'CN=mcp.corp.example', issuer: useful });
});

function better(sent: Issued[], anchors: Issued[], acceptsPartialChain = false) {
  return findBetterOrder({
    chain: sent.map(({ pem }) => readCertificate(pem)),
    anchors: anchors.map(({ pem }) => new X509Certificate(pem)),
    acceptsPartialChain,
    now: new Date(),
  });
}

const serialOf = ({ pem }: Issued) => new X509Certificate(pem).serialNumber;
const accepts = (chain: OddChain) => withOpensslVerify(chain, async (verify) => (await verify([])).error === null);

describe('a better order', () => {
  it('of cross-signed certificates puts the one first that leads to a trusted root', () => {
    const found = better([leaf, useless, useful], [root]);
    expect(found?.taken.x509.serialNumber).toBe(serialOf(useless));
    expect(found?.needed.x509.serialNumber).toBe(serialOf(useful));
    expect(found?.chain.map(({ x509 }) => x509.serialNumber)).toEqual([leaf, useful, useless].map(serialOf));
  });

  it('is not looked for where the chain is accepted, and not found where no order helps', async () => {
    expect(better([leaf, useful, useless], [root])).toBeNull();
    expect(better([leaf, useless], [root])).toBeNull();
    expect(better([leaf, useless, useful], [])).toBeNull();
    expect(better([leaf, useless, useful], [useful], true)).toBeNull();
  });

  it('puts a CA before another of its name that did not sign', async () => {
    const impostor = await issueCertificate({ subject: 'CN=Bridge', isCa: true, issuer: root });
    const bare = await issueCertificate({ subject: 'CN=bare', issuer: useful, authorityKeyId: 'omit' });
    expect(better([bare, impostor, useful], [root])?.needed.x509.serialNumber).toBe(serialOf(useful));
    expect(better([leaf, impostor, useful], [root])).toBeNull();
  });

  it('does not help against a trusted namesake, which comes before everything that was sent', async () => {
    const impostor = await issueCertificate({ subject: 'CN=Bridge', isCa: true });
    const bare = await issueCertificate({ subject: 'CN=bare', issuer: useful, authorityKeyId: 'omit' });
    expect(better([bare, useful], [impostor, root])).toBeNull();
  });

  it.skipIf(!isOpenssl3)(
    'is found for just those orders that `openssl verify` refuses, and it accepts it',
    async () => {
      const keys = await generateKeys();
      const elsewhere = await issueCertificate({ subject: 'CN=Elsewhere', isCa: true });
      const lower = { subject: 'CN=Lower', isCa: true, keys };
      const [byBridge, byElsewhere] = await Promise.all(
        [useful, elsewhere].map((issuer) => issueCertificate({ ...lower, issuer })),
      );
      const low = await issueCertificate({ subject: 'CN=low', issuer: byBridge });
      let refused = 0;
      for (const order of permutations([byBridge as Issued, byElsewhere as Issued, useful, useless])) {
        const sent = [low, ...order];
        const title = order.map(({ certificate }) => `${certificate.subject} by ${certificate.issuer}`).join(', ');
        const isAccepted = await accepts({ title, sent, anchors: [root] });
        expect(better(sent, [root]) === null, title).toBe(isAccepted);
        if (isAccepted) continue;
        refused += 1;
        expect(await accepts({ title, sent: ordered(sent, [root]), anchors: [root] }), title).toBe(true);
      }
      expect(refused).toBe(18);
    },
  );
});

function permutations<T>(list: T[]): T[][] {
  if (list.length === 0) return [[]];
  return list.flatMap((one) => permutations(list.filter((other) => other !== one)).map((rest) => [one, ...rest]));
}

function ordered(sent: Issued[], anchors: Issued[]): Issued[] {
  const order = better(sent, anchors)?.chain ?? [];
  return order.flatMap(({ x509 }) => sent.filter((one) => serialOf(one) === x509.serialNumber).slice(0, 1));
}
