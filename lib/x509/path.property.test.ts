import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { manyCertificates } from '../../lab/many-certificates';
import { chainOf, chainPlan, describeChain, type MutatedChain } from '../../lab/mutated-chains';
import { inTime, runs } from '../../lab/property-run';
import { findBetterOrder } from './better-order';
import { isSame, readCertificate } from './certificate';
import { buildOpensslPath } from './openssl-path';
import { buildPath } from './path';
import { lintStrict } from './strict-lint';

let material: Awaited<ReturnType<typeof manyCertificates>>;
beforeAll(async () => {
  material = await manyCertificates();
});

const now = new Date();

function expectPaths({ sent, anchors }: MutatedChain): void {
  const chain = sent.map(readCertificate);
  const isAtHand = new Set([...sent, ...anchors].map(({ fingerprint256 }) => fingerprint256));
  const own = buildPath(chain, anchors, now);
  const openssl = [true, false].map((acceptsPartialChain) =>
    buildOpensslPath({ chain, anchors, acceptsPartialChain, now }),
  );
  for (const { certificates, end } of [own, ...openssl]) {
    expect(certificates[0]).toBe(chain[0]);
    expect(certificates.length).toBeLessThanOrEqual(chain.length + anchors.length);
    expect(certificates.every(({ x509 }) => isAtHand.has(x509.fingerprint256))).toBe(true);
    const last = certificates.at(-1);
    const isTrusted = anchors.some(({ fingerprint256 }) => fingerprint256 === last?.x509.fingerprint256);
    if (end === 'anchored') expect(isTrusted).toBe(true);
    for (const { depth, section } of lintStrict(certificates)) {
      expect(depth).toBeLessThan(certificates.length);
      expect(section).toMatch(/^\d/);
    }
  }
  const better = findBetterOrder({ chain, anchors, acceptsPartialChain: true, now });
  if (better) {
    expect(better.chain).toHaveLength(new Set(sent.map(({ fingerprint256 }) => fingerprint256)).size);
    expect(better.chain.every((one) => chain.some((other) => isSame(one, other)))).toBe(true);
  }
  const { x509: _, ...plain } = chain[0] ?? {};
  expect(JSON.parse(JSON.stringify(plain))).toBeTypeOf('object');
}

describe('the paths of chains that nobody made on purpose', () => {
  it('are made of what was sent and trusted, and end', async () => {
    await fc.assert(
      fc.asyncProperty(chainPlan, (plan) => {
        const chain = chainOf(material, plan);
        return inTime(
          () => describeChain(chain),
          () => expectPaths(chain),
        );
      }),
      runs(1500),
    );
  });
});
