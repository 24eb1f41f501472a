import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { manyCertificates } from '../../lab/many-certificates';
import { chainOf, chainPlan, describeChain, type MutatedChain } from '../../lab/mutated-chains';
import { inTime, runs } from '../../lab/property-run';
import type { AnchorSet } from './anchor-set';
import { diagnose } from './diagnose';
import { examineAgainst } from './examine';
import { clientProfiles } from './profiles';

let material: Awaited<ReturnType<typeof manyCertificates>>;
beforeAll(async () => {
  material = await manyCertificates();
});

const now = new Date();
const setOf = (anchors: readonly X509Certificate[]): AnchorSet => ({
  ...{
    anchors,
    chosen: anchors,
    hasPublicRoots: false,
    name: 'the bundle /etc/ssl/corp.pem',
    bundle: null,
    note: null,
  },
});

async function expectDiagnosis({ sent, anchors }: MutatedChain, host: string | null): Promise<void> {
  const question = { chain: sent, trust: setOf(anchors), host, isRefused: false, now };
  const { clients, findings } = await diagnose(question);
  expect(clients.map(({ client }) => client)).toEqual(clientProfiles.map(({ id }) => id));
  for (const { client, verdict } of clients) {
    expect([client, verdict]).not.toEqual([client, 'unknown']);
    const blamed = findings.filter((one) => one.clients.includes(client)).map(({ code }) => code);
    expect([client, verdict, blamed.length > 0]).toEqual([client, verdict, verdict === 'reject']);
  }
  // curl's profile differs from that of Python 3.13 by X509_V_FLAG_X509_STRICT alone, where no name is compared.
  const [python, curl] = ['python-3.13', 'curl'].map((id) => clients.find(({ client }) => client === id));
  const isByForm = host === null && curl?.verdict === 'accept' && (python?.code ?? 0) >= 78;
  if (!isByForm) return;
  const broken = findings.map(({ rule }) => rule?.openssl_code);
  expect(broken).toContain(python?.code);
}

/** The certificate list of a mutated certificate is what OpenSSL is shown: PEM, read again. */
const isReadable = (chain: MutatedChain) => [...chain.sent, ...chain.anchors].every((one) => canBeReadAgain(one));
function canBeReadAgain(one: X509Certificate): boolean {
  return new X509Certificate(one.toString()).fingerprint256 === one.fingerprint256;
}

describe('the diagnosis of chains that nobody made on purpose', () => {
  it('explains every refusal and blames nothing on a client that accepts', async () => {
    const hosts = fc.option(fc.constantFrom('localhost', '127.0.0.1', 'elsewhere.example'), { freq: 1 });
    await fc.assert(
      fc.asyncProperty(chainPlan, hosts, async (plan, host) => {
        const chain = chainOf(material, plan);
        expect(isReadable(chain)).toBe(true);
        await inTime(
          () => `host ${host}\n${describeChain(chain)}`,
          () => expectDiagnosis(chain, host),
        );
      }),
      runs(200),
    );
  }, 120_000);

  it('finds repairs or none, for any of them', async () => {
    await fc.assert(
      fc.asyncProperty(chainPlan, async (plan) => {
        const chain = chainOf(material, plan);
        const { root, intermediate } = material.families[plan.family % material.families.length] ?? {};
        const library = [root, intermediate].map((one) => new X509Certificate(one?.pem ?? ''));
        const known = async () => library.map((certificate) => ({ certificate, bundle: { id: 'corp', name: 'Corp' } }));
        const patient = { chain: chain.sent, isRefused: true, host: 'localhost', url: null, where: null, now, known };
        const { repairs, clients } = await inTime(
          () => describeChain(chain),
          () => examineAgainst(setOf(chain.anchors), { ...patient, signal: undefined }),
        );
        const accepting = clients.filter(({ verdict }) => verdict === 'accept').map(({ client }) => client);
        for (const { accepted_by, proven } of repairs) {
          expect(accepted_by.some((client) => !accepting.includes(client))).toBe(true);
          expect(proven).toBe(false);
        }
        expect(JSON.parse(JSON.stringify(repairs))).toEqual(repairs);
        expect(JSON.stringify(repairs)).not.toMatch(/-----BEGIN [A-Z ]*PRIVATE KEY/);
      }),
      runs(40),
    );
  }, 120_000);
});
