import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { generateKeys, type Issued, type IssueOptions, issueCertificate, pemChain } from '../../lab/certificates';
import { type Listening, listen } from '../../lab/listen';
import { runCheck } from './check';
import type { KnownCertificate } from './known-certificates';
import { clientIds } from './profiles';
import type { RepairKind, Report } from './report';

let folder: string;
let root: Issued;
let intermediate: Issued;
let stranger: Issued;
const closers: Listening['close'][] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vouch-repairs-'));
  root = await issueCertificate({ subject: 'CN=Corp Root,O=Corp', isCa: true });
  intermediate = await issueCertificate({ subject: 'CN=Corp Issuing,O=Corp', isCa: true, issuer: root });
  stranger = await issueCertificate({ subject: 'CN=Stranger,O=Else', isCa: true });
});
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});
afterAll(() => rm(folder, { recursive: true }));

const leaf = (more: Partial<IssueOptions> = {}) =>
  issueCertificate({ subject: 'CN=mcp.corp', issuer: intermediate, ...more });
const x509 = (issued: Issued) => new X509Certificate(issued.pem);

async function diagnosed(chain: Issued[], bundle: Issued[], known: KnownCertificate[] = []): Promise<Report> {
  const caPath = join(folder, 'trusted.pem');
  await writeFile(caPath, pemChain(...bundle));
  // With a `ca` that issued nothing: OpenSSL would send along what it finds among the server's own roots.
  const options = { key: chain[0]?.keyPem, cert: pemChain(...chain), ca: stranger.pem };
  const server = await listen(createServer(options, (_request, response) => response.writeHead(404).end()));
  closers.push(server.close);
  const { report } = await runCheck({
    target: {
      ...{ id: null, url: `https://127.0.0.1:${server.port}/mcp?token=t0ken`, transport: 'http', ssl_verify: caPath },
      ...{ ca_bundle_id: null, include_public_roots: false, auth_type: 'none', auth_value: null, static_headers: {} },
      ...{ timeout_ms: 8000, era: null },
    },
    known: async () => known,
  });
  return report;
}

const kinds = ({ repairs }: Report) => repairs.map(({ kind }) => kind);
const the = (report: Report, kind: RepairKind) => report.repairs.find((one) => one.kind === kind);
const held = (report: Report, kind: RepairKind) =>
  (the(report, kind)?.bundle_pem?.match(/BEGIN CERTIFICATE/g) ?? []).length;

describe('of the table of repairs', () => {
  it('root and intermediate go into the bundle where the intermediate is missing, never the intermediate alone', async () => {
    const known = [{ certificate: x509(intermediate), bundle: { id: 'b1', name: 'Old bundle' } }];
    const report = await diagnosed([await leaf()], [root], known);
    expect(the(report, 'add_intermediate')).toMatchObject({ proven: true, accepted_by: clientIds, compare: [] });
    expect(the(report, 'add_intermediate')?.detail).toContain('in the library\'s bundle "Old bundle"');
    expect(held(report, 'add_intermediate')).toBe(2);
    expect(the(report, 'send_chain')).toMatchObject({ rehearsed: true, proven: false, accepted_by: clientIds });
    // The library's bundle is the intermediate alone: only those that take partial chains accept.
    expect(the(report, 'use_bundle')?.accepted_by).toEqual(['python-3.13', 'node-partial', 'curl']);
  });

  it('a bundle that holds the intermediate alone gets the root, for those that ask for one', async () => {
    const report = await diagnosed([await leaf(), intermediate, root], [intermediate]);
    const unrooted = report.findings.find(({ code }) => code === 'unknown_ca');
    expect(unrooted).toMatchObject({ severity: 'warning', clients: ['python-3.12', 'node'] });
    expect(the(report, 'add_root')).toMatchObject({ proven: true, accepted_by: clientIds });
    expect(the(report, 'add_root')?.compare.map(({ subject }) => subject)).toEqual(['CN=Corp Root, O=Corp']);
  });

  it('a leaf without AKI that is sent alone can be trusted itself, with fewer clients, and is better reissued', async () => {
    const alone = await leaf({ issuer: root, authorityKeyId: 'omit' });
    const report = await diagnosed([alone], [root]);
    expect(kinds(report)).toEqual(['reissue', 'trust_leaf']);
    expect(the(report, 'trust_leaf')?.accepted_by).toEqual(['python-3.13', 'node-partial', 'curl']);
    expect(the(report, 'reissue')?.accepted_by).toEqual(clientIds);
    const withIntermediate = await leaf({ authorityKeyId: 'omit' });
    expect(kinds(await diagnosed([withIntermediate, intermediate], [root]))).toEqual(['reissue']);
  });

  it('an intermediate without AKI is cured by a bundle of intermediate and root', async () => {
    const odd = await issueCertificate({ subject: 'CN=Odd', isCa: true, issuer: root, authorityKeyId: 'omit' });
    const report = await diagnosed([await leaf({ issuer: odd }), odd], [root]);
    expect(report.repairs[0]).toMatchObject({ kind: 'add_intermediate', proven: true, accepted_by: clientIds });
    expect(held(report, 'add_intermediate')).toBe(2);
  });

  it('the host in the URL becomes one of the certificate, where the server answers under it', async () => {
    const report = await diagnosed(
      [await leaf({ dns: ['localhost', 'nowhere.invalid'], ip: [] }), intermediate],
      [root],
    );
    const repair = the(report, 'use_name');
    expect(repair).toMatchObject({ proven: true, accepted_by: clientIds, title: 'Use localhost in the URL' });
    expect(new URL(repair?.url ?? '').hostname).toBe('localhost');
    expect(JSON.stringify(report)).not.toContain('t0ken');
    expect(report.repairs.filter(({ kind }) => kind === 'use_name')).toHaveLength(1);
  });

  it('the root of the right key takes the place of its namesake, which leads clients astray', async () => {
    const keyed = await issueCertificate({ subject: root.subject, isCa: true, keys: await generateKeys() });
    const silent = await leaf({ issuer: root, authorityKeyId: 'omit' });
    const report = await diagnosed([silent, root], [keyed]);
    expect(the(report, 'add_root')).toMatchObject({ proven: true });
    expect(the(report, 'add_root')?.accepted_by).toContain('node');
  });

  it('cross-signed CAs are put right by their order, or by the other root', async () => {
    const keys = await generateKeys();
    const shared = { subject: 'CN=Shared', isCa: true, keys };
    const [byRoot, byStranger] = await Promise.all(
      [root, stranger].map((issuer) => issueCertificate({ ...shared, issuer })),
    );
    if (!byRoot || !byStranger) throw new Error('unreachable');
    const known = [{ certificate: x509(stranger), bundle: { id: 'b2', name: 'Else' } }];
    const report = await diagnosed([await leaf({ issuer: byRoot }), byStranger, byRoot], [root], known);
    expect(report.error?.message).toContain('which comes first');
    expect(the(report, 'send_chain')).toMatchObject({ rehearsed: true, accepted_by: clientIds });
    expect(the(report, 'use_bundle')).toMatchObject({ proven: true, accepted_by: clientIds });
  });

  it('nothing on the trust side is offered for expiry or purpose, pinning included', async () => {
    const past = { notBefore: new Date(Date.now() - 9e9), notAfter: new Date(Date.now() - 1e9) };
    for (const spoiled of [past, { extendedKeyUsage: ['clientAuth'] }]) {
      expect(kinds(await diagnosed([await leaf(spoiled), intermediate], [root]))).toEqual(['reissue']);
    }
  });
});

describe('a rehearsal', () => {
  it('trusts the look-alikes of all that is trusted, so that those who ask for a root find one', async () => {
    const past = { notBefore: new Date(Date.now() - 9e9), notAfter: new Date(Date.now() - 1e9) };
    const report = await diagnosed([await leaf(past), intermediate], [root, intermediate]);
    expect(the(report, 'reissue')?.accepted_by).toEqual(clientIds);
    // Trusted itself, it is the last of the path, which needs no AKI.
    const odd = await issueCertificate({ subject: 'CN=Odd', isCa: true, issuer: root, authorityKeyId: 'omit' });
    const pinned = await diagnosed([await leaf({ issuer: odd, ...past }), odd], [root, odd]);
    expect(the(pinned, 'reissue')?.accepted_by).toEqual(clientIds);
    const withoutRoot = await diagnosed([await leaf(past), intermediate], [intermediate]);
    expect(the(withoutRoot, 'reissue')?.accepted_by).toEqual(['python-3.13', 'node-partial', 'curl']);
  });
});

describe('a repair', () => {
  it('is offered only when somebody accepts who did not before', async () => {
    expect(kinds(await diagnosed([await leaf(), intermediate], [root]))).toEqual([]);
    const tampered = await leaf();
    const other = await leaf({ keys: tampered.keys });
    expect(kinds(await diagnosed([{ ...tampered, pem: forged(tampered, other) }, intermediate], [root]))).toEqual([]);
  });

  it('asks to compare every certificate that only the server has shown, and none that is trusted already', async () => {
    const own = await issueCertificate({ subject: 'CN=Own Root', isCa: true });
    const sent = await diagnosed([await leaf({ issuer: own }), own], [root]);
    expect(the(sent, 'add_root')?.compare).toEqual([{ subject: 'CN=Own Root', sha256: x509(own).fingerprint256 }]);
    const known = [{ certificate: x509(own), bundle: { id: 'b3', name: 'Own' } }];
    const inLibrary = await diagnosed([await leaf({ issuer: own }), own], [root], known);
    expect(the(inLibrary, 'use_bundle')?.compare).toEqual([]);
    expect(the(inLibrary, 'add_root')?.compare).toEqual([]);
  });

  it('comes from a bounded search, however large the library and however odd the chain', async () => {
    const strangers = await Promise.all(
      Array.from({ length: 40 }, (_, index) => issueCertificate({ subject: `CN=Stranger ${index}`, isCa: true })),
    );
    const known = strangers.map((one, index) => ({
      certificate: x509(one),
      bundle: { id: `b${index}`, name: `Bundle ${index}` },
    }));
    const report = await diagnosed([await leaf(), ...strangers.slice(0, 30)], [root], known);
    expect(report.repairs.length).toBeLessThanOrEqual(5);
  });
});

/** The signature of another certificate under the same content: nobody's key made it. */
function forged(one: Issued, other: Issued): string {
  const der = Buffer.from(x509(one).raw);
  const signature = x509(other).raw.subarray(-16);
  signature.copy(der, der.length - 16);
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;
}
