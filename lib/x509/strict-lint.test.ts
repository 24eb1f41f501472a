import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { daysFromNow, generateKeys, type Issued } from '../../lab/certificates';
import type { Keys } from '../../lab/keys';
import { chainWithOne, disturbances, type OddChain, type Oddity, oddities, randomChain } from '../../lab/odd-chains';
import { type OpensslVerdict, opensslVersionLine, withOpensslVerify } from '../../lab/openssl-verify';
import { type Certificate, isSignedBy, readCertificate } from './certificate';
import { buildOpensslPath, type OpensslPath } from './openssl-path';
import { lintStrict, type StrictDefect } from './strict-lint';
import { strictChecks } from './strict-rules';

const isOpenssl3 = (await opensslVersionLine()).startsWith('OpenSSL 3.');

let keys: Keys[];
beforeAll(async () => {
  keys = await Promise.all(Array.from({ length: 5 }, () => generateKeys()));
});

/** "85 at leaf of 3", for each first error that the strict flag alone caused. */
const seen = new Set<string>();

describe.skipIf(!isOpenssl3)('the strict lint finds what `openssl verify -x509_strict` refuses', () => {
  it.each(Object.entries({ ...oddities, ...disturbances }))(
    'in chains with one certificate with %s',
    async (title, oddity) => {
      expect(await disagreements(await chainsWithOne(title, oddity))).toEqual([]);
    },
    60_000,
  );

  it('in chains with two odd certificates, and in random worlds of CAs', async () => {
    const kinds = [...keys, await generateKeys('rsa-2048'), await generateKeys('ed25519')];
    const first = Math.floor(Math.random() * 1_000_000);
    const chains = Array.from({ length: 80 }, (_, index) => randomChain(index % 3 === 0 ? kinds : keys, first + index));
    expect(await disagreements(await Promise.all(chains))).toEqual([]);
  }, 60_000);

  it('which comes up for each code at each position where it can be the first error', () => {
    const expected = {
      79: ['leaf of 1', 'leaf of 2', 'leaf of 3', 'anchor of 2', 'anchor of 3', 'anchor of 4'],
      80: ['leaf of 2', 'leaf of 3', 'leaf of 4'],
      81: ['anchor of 2', 'intermediate of 3', 'anchor of 3', 'second intermediate of 4', 'anchor of 4'],
      89: ['anchor of 2', 'intermediate of 3', 'anchor of 3', 'second intermediate of 4', 'anchor of 4'],
      92: ['anchor of 2', 'intermediate of 3', 'anchor of 3', 'second intermediate of 4', 'anchor of 4'],
      82: ['leaf of 2', 'leaf of 3', 'leaf of 4'],
      // An empty subject of a CA is first seen as the issuer of what it issued.
      83: ['leaf of 2', 'leaf of 3', 'intermediate of 3', 'second intermediate of 4', 'anchor of 2'],
      84: ['leaf of 2', 'leaf of 3', 'leaf of 4'],
      88: ['leaf of 2', 'leaf of 3', 'leaf of 4'],
      87: ['leaf of 2', 'anchor of 2', 'intermediate of 3', 'second intermediate of 4', 'anchor of 4'],
      // The signature of the last certificate is the only one that is not verified, which would fail.
      78: ['anchor of 2', 'anchor of 3', 'anchor of 4'],
      85: ['leaf of 2', 'leaf of 3', 'intermediate of 3', 'second intermediate of 4'],
      86: ['anchor of 2', 'intermediate of 3', 'anchor of 3', 'second intermediate of 4', 'anchor of 4'],
      93: ['leaf of 2', 'anchor of 2', 'intermediate of 3', 'second intermediate of 4', 'anchor of 4'],
    };
    const places = Object.entries(expected).flatMap(([code, list]) => list.map((place) => `${code} at ${place}`));
    expect(places.filter((place) => !seen.has(place))).toEqual([]);
    // OpenSSL 3 refuses a critical key identifier as an extension that it does not know, strict or not.
    const never = strictChecks.filter(({ opensslCode }) => !(opensslCode in expected));
    expect(never.map(({ opensslCode }) => opensslCode)).toEqual([90, 91]);
  });
});

async function chainsWithOne(title: string, oddity: Oddity): Promise<OddChain[]> {
  const chains: OddChain[] = [];
  for (const length of [1, 2, 3, 4]) {
    for (let odd = 0; odd < length; odd += 1) {
      const chain = await chainWithOne(keys, length, odd, oddity);
      const add = (what: string, sent: Issued[], anchors: Issued[]) =>
        chains.push({ title: `${title} at ${odd} of ${length}${what}`, sent, anchors });
      add('', chain.slice(0, Math.max(1, length - 1)), chain.slice(-1));
      if (length === 3) add(', an intermediate trusted', chain.slice(0, 1), chain.slice(1, 2));
      if (length === 2) add(', the leaf trusted', chain, chain.slice(0, 1));
    }
  }
  return chains;
}

/** What `openssl verify` and Vouch do not see alike; three chains are judged at a time. */
async function disagreements(chains: OddChain[]): Promise<string[]> {
  const found: string[] = [];
  const rest = [...chains];
  const work = async () => {
    for (let chain = rest.pop(); chain; chain = rest.pop()) found.push(...(await compare(chain)));
  };
  await Promise.all([work(), work(), work()]);
  return found;
}

function compare(chain: OddChain): Promise<string[]> {
  const sent = chain.sent.map(({ pem }) => readCertificate(pem));
  const anchors = chain.anchors.map(({ pem }) => new X509Certificate(pem));
  return withOpensslVerify(chain, async (verify) => {
    const found: string[] = [];
    for (const acceptsPartialChain of [true, false]) {
      const partial = acceptsPartialChain ? (['-partial_chain'] as const) : [];
      const path = buildOpensslPath({ chain: sent, anchors, acceptsPartialChain, now: new Date() });
      const lax = await verify([...partial]);
      const strict = lax.error ? null : await verify([...partial, '-x509_strict']);
      const problem = pathProblem(path, lax) ?? (strict && lintProblem(path, lintStrict(path.certificates), strict));
      if (problem) found.push(`${chain.title} ${partial}: ${problem} ${JSON.stringify({ lax, strict })}`);
      if (strict?.error && strict.error.code !== 26) seen.add(placed(strict.error, path.certificates.length));
    }
    return found;
  });
}

function placed({ code, depth }: { code: number; depth: number }, length: number): string {
  const between = depth === 1 ? 'intermediate' : 'second intermediate';
  return `${code} at ${depth === 0 ? 'leaf' : depth === length - 1 ? 'anchor' : between} of ${length}`;
}

/** X509_V_ERR_* of paths that are not found. */
const pathCodes = [2, 18, 19, 20, 22];

function pathProblem(path: OpensslPath, lax: OpensslVerdict): string | null {
  const { certificates, end, opensslCode, untrustedCount } = path;
  if (end !== 'trusted') {
    const isSame = lax.error?.code === opensslCode && lax.error?.depth === certificates.length - 1;
    return isSame ? null : `a path that ends with ${opensslCode} at ${certificates.length - 1}`;
  }
  if (lax.error) return pathCodes.includes(lax.error.code) ? 'a path of its own' : null;
  const subjects = certificates.map(({ subject }) => subject);
  const isSame = JSON.stringify(subjects) === JSON.stringify(lax.subjects) && untrustedCount === lax.untrustedCount;
  if (!isSame) return `another path: ${subjects.join(' < ')}, ${untrustedCount} of them untrusted`;
  // Names may be the same where certificates are not; but OpenSSL has verified its own.
  return certificates.every((one, at) => holds(one, certificates[at + 1])) ? null : 'a path that does not hold';
}

function holds(certificate: Certificate, issuer: Certificate | undefined): boolean {
  const isValid = certificate.notBefore <= new Date() && new Date() < certificate.notAfter;
  return isValid && (!issuer || isSignedBy(certificate, issuer));
}

function lintProblem({ certificates }: OpensslPath, defects: StrictDefect[], strict: OpensslVerdict): string | null {
  const [first] = defects;
  if (certificates[0]?.openssl.isUnreadable && strict.error?.code === 26) return null;
  const isSame = first?.opensslCode === strict.error?.code && first?.depth === strict.error?.depth;
  return isSame ? null : `first defect ${first?.opensslCode} at ${first?.depth}`;
}

describe('lintStrict', () => {
  const lint = async (oddity: Oddity, odd = 1, length = 3) =>
    lintStrict((await chainWithOne(keys, length, odd, oddity)).map(({ pem }) => readCertificate(pem)));

  it('finds nothing in a chain that is in order', async () => {
    expect(await lint(() => ({}))).toEqual([]);
    expect(await lint(() => ({ notAfter: daysFromNow(-1) }))).toEqual([]);
  });

  it('says which rule is broken, where, and which OpenSSL no longer has it', async () => {
    expect(await lint(() => ({ authorityKeyId: 'omit' }))).toEqual([
      {
        code: 'missing_authority_key_identifier',
        depth: 1,
        extension: '2.5.29.35',
        section: '4.2.1.1',
        opensslCode: 85,
        droppedIn: null,
      },
    ]);
    expect(await lint(() => ({ authorityKeyId: 'serial-only' }))).toMatchObject([
      { opensslCode: 85, droppedIn: '4.0' },
    ]);
    expect(await lint(() => ({ basicConstraintsCritical: false }))).toMatchObject([
      { opensslCode: 89, droppedIn: '4.0' },
    ]);
  });

  it('lists every defect, each certificate from the leaf on, in the order of OpenSSL’s checks', async () => {
    const all: Oddity = () => ({
      ...{ pathLength: 1, keyUsage: null, basicConstraintsCritical: false, subject: '' },
      ...{ subjectKeyId: 'omit', authorityKeyId: 'omit', dns: [] },
    });
    const defects = (await lint(all)).map(({ opensslCode, depth }) => `${opensslCode} at ${depth}`);
    const issued = ['83 at 0'];
    const odd = [81, 89, 92, 84, 88, 87, 85, 86].map((code) => `${code} at 1`);
    expect(defects).toEqual([...issued, ...odd]);
  });

  it('finds a critical key identifier too, though OpenSSL 3 gives it another name', async () => {
    const critical: Oddity = () => ({ authorityKeyId: 'critical', subjectKeyId: 'critical' });
    const found = [
      { code: 'key_identifier_critical', extension: '2.5.29.35', opensslCode: 90, depth: 1 },
      { code: 'key_identifier_critical', extension: '2.5.29.14', opensslCode: 91, depth: 1 },
    ];
    expect(await lint(critical)).toMatchObject(found);
  });

  it('asks little of a single certificate', async () => {
    const bare: Oddity = () => ({ authorityKeyId: 'omit', subject: '', omitSubjectAltName: true });
    expect(await lint(bare, 0, 1)).toEqual([]);
    expect(await lint(() => ({ omitBasicConstraints: true, keyUsage: ['keyCertSign'] }), 0, 1)).toMatchObject([
      { code: 'basic_constraints_missing', depth: 0 },
    ]);
  });
});
