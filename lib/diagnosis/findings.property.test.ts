import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { manyCertificates } from '../../lab/many-certificates';
import { chainOf, chainPlan, describeChain, type MutatedChain } from '../../lab/mutated-chains';
import { inTime, runs } from '../../lab/property-run';
import { readCertificate } from '../x509/certificate';
import { buildPath } from '../x509/path';
import { issuerUrls } from './aia';
import { chainErrors } from './chain-findings';
import { chainNotes } from './chain-notes';
import type { ChainQuestion } from './chain-question';
import { nameProblem } from './client-names';
import { diagnosisMarkdown } from './markdown';
import { nearMisses, usableNames } from './name-near-miss';
import { pathNodes } from './path-nodes';
import { clientIds } from './profiles';
import { planReissue } from './reissue-plan';
import { reissueSteps } from './reissue-steps';
import { sendSteps } from './send-steps';
import { strictFindings } from './strict-findings';
import { reportCertificate } from './tls-report';

let material: Awaited<ReturnType<typeof manyCertificates>>;
beforeAll(async () => {
  material = await manyCertificates();
});

const now = new Date();

/** Everything that is said of a chain without asking the `openssl` command. */
function expectFindings({ sent, anchors }: MutatedChain, host: string | null): void {
  const chain = sent.map(readCertificate);
  const rootsName = 'the bundle /etc/ssl/corp.pem';
  const question: ChainQuestion = { chain, anchors, chosen: anchors, rootsName, host, now };
  const path = buildPath(chain, anchors, now);
  const findings = [...chainErrors(question, path), ...strictFindings(question, []), ...chainNotes(chain, now)];
  for (const { certificate, title, detail, fix } of findings) {
    expect(certificate === null || certificate < chain.length).toBe(true);
    for (const said of [title, detail, fix]) expect(said).toMatch(/^\S(?!.*\b(undefined|NaN|\[object)).*\S$/su);
  }
  const trust = { anchors, chosen: anchors, hasPublicRoots: false, name: rootsName, bundle: null, note: null };
  const nodes = pathNodes(question, path, trust);
  const fixes = planReissue({ path: path.certificates, findings, host: host ?? '', now });
  for (const fix of fixes) for (const { text } of reissueSteps(fix)) expect(text).not.toMatch(/undefined|NaN|\[object/);
  sendSteps(path.certificates);
  for (const one of chain) expect(issuerUrls(one).every((url) => /^https?:/.test(url))).toBe(true);
  const tls = { protocol: null, cipher: null, authorized: false, authorization_error: null };
  const diagnosis = { tls: { ...tls, chain: sent.map(reportCertificate), path: nodes }, findings, clients: [] };
  const told = { ...diagnosis, judge: null, repairs: [], subject: 'a chain', checked_at: now.toISOString() };
  expect(diagnosisMarkdown({ ...told, sentence: 'Verified.', ok: false })).toContain('# Refused');
  expect(JSON.parse(JSON.stringify(diagnosis))).toEqual(diagnosis);
}

const hosts = fc.oneof(
  fc.constantFrom(
    'localhost',
    '127.0.0.1',
    'mcp.corp.example',
    'x.corp.example',
    '::1',
    '10.0.0.7',
    'odd.corp.example.',
  ),
  fc.domain(),
  fc.ipV4(),
  fc.ipV6(),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom('*', '.', 'a', '-', '\0', 'ß', 'xn--', '%', ':', '1'), maxLength: 40 }),
);

describe('what is said of a chain that nobody made on purpose', () => {
  it('is said in whole sentences about certificates that are there', async () => {
    await fc.assert(
      fc.asyncProperty(chainPlan, fc.option(hosts), (plan, host) => {
        const chain = chainOf(material, plan);
        return inTime(
          () => `host ${JSON.stringify(host)}\n${describeChain(chain)}`,
          () => expectFindings(chain, host),
        );
      }),
      runs(1000),
    );
  });

  it('has an answer for every host name, whatever characters it has', async () => {
    await fc.assert(
      fc.asyncProperty(hosts, fc.nat({ max: 1000 }), (host, index) => {
        const { leaf } = material.families[index % material.families.length] ?? {};
        const x509 = new X509Certificate(leaf?.pem ?? '');
        const names = () => {
          for (const client of clientIds) {
            const problem = nameProblem(client, host, x509);
            expect(problem === null || [62, 64].includes(problem.code)).toBe(true);
          }
          nearMisses(host, x509);
          usableNames(x509, host);
        };
        return inTime(() => JSON.stringify(host), names);
      }),
      runs(600),
    );
  });
});
