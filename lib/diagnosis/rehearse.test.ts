import type { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import '../../lab/reflect-api';
import { Extension } from '@peculiar/x509';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daysFromNow, generateKeys, type Issued, type IssueOptions, issueCertificate } from '../../lab/certificates';
import { type Certificate, readCertificate } from '../x509/certificate';
import { toPem } from '../x509/pem';
import type { FindingCode } from './codes';
import { type ClientProfile, clientProfiles } from './profiles';
import { rehearse } from './rehearse';
import { planReissue, type ReissueFix } from './reissue-plan';
import { type RawTbs, readTbs } from './reissue-tbs';
import { type Verification, verifyChain } from './verify-chain';

type Position = 0 | 1 | 2;
type Options = Partial<IssueOptions>;
const host = 'mcp.corp.example';
const now = new Date();

let directory: string;
let files = 0;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'vouch-rehearse-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Leaf, intermediate, root; with what is to be odd about each. */
async function makePath(odd: Partial<Record<Position, Options>> = {}): Promise<Certificate[]> {
  const root = await issueCertificate({ subject: 'CN=Corp Root,O=Corp', isCa: true, ...odd[2] });
  const intermediate = await issueCertificate({ subject: 'CN=Issuing,O=Corp', isCa: true, issuer: root, ...odd[1] });
  const leaf = await issueCertificate({ subject: `CN=${host},O=Corp`, dns: [host], issuer: intermediate, ...odd[0] });
  return [leaf, intermediate, root].map(({ pem }: Issued) => readCertificate(pem));
}

const python313 = clientProfiles.find(({ id }) => id === 'python-3.13');
const python312 = clientProfiles.find(({ id }) => id === 'python-3.12');

async function verify(
  chain: readonly X509Certificate[],
  anchors: readonly X509Certificate[],
  profile = python313,
): Promise<Verification> {
  if (!profile) throw new Error('no profile');
  files += 1;
  const write = async (name: string, list: readonly X509Certificate[]) => {
    const file = path.join(directory, `${files}-${name}.pem`);
    await writeFile(file, list.map(({ raw }) => toPem(raw)).join(''));
    return file;
  };
  const [roots, sent, leaf] = await Promise.all([
    anchors.length > 0 ? write('roots', anchors) : null,
    write('sent', chain),
    write('leaf', chain.slice(0, 1)),
  ]);
  return verifyChain(profile, { roots, sent, leaf });
}

const judgeReal = (certificates: Certificate[], profile = python313) => {
  const all = certificates.map(({ x509 }) => x509);
  return verify(all.length > 1 ? all.slice(0, -1) : all, all.slice(-1), profile);
};

async function judgeRehearsed(certificates: Certificate[], fixes: ReissueFix[], profile = python313) {
  const rehearsal = await rehearse({ path: certificates, fixes });
  if (!rehearsal) throw new Error('nothing was rehearsed');
  return { verification: await verify(rehearsal.chain, rehearsal.anchors, profile), ...rehearsal };
}

const plan = (certificates: Certificate[], code: FindingCode, at: number) =>
  planReissue({
    path: certificates,
    findings: [{ code, certificate: at, sha256: certificates[at]?.x509.fingerprint256 ?? null }],
    host,
    now,
  });

const unknownExtension = new Extension('1.3.6.1.4.1.99999.1', true, Buffer.from([0x05, 0x00]));
const past = { notBefore: daysFromNow(-400), notAfter: daysFromNow(-2) };
const future = { notBefore: daysFromNow(2), notAfter: daysFromNow(400) };
/** [0] { INTEGER 2 } becomes that of version 2. */
const asVersion2 = (tbs: Buffer) => replaced(tbs, 'a003020102', 'a003020101');
/** The algorithm inside the signed part becomes ecdsa-with-SHA384. */
const otherAlgorithm = (tbs: Buffer) => replaced(tbs, '06082a8648ce3d040302', '06082a8648ce3d040303');
const replaced = (bytes: Buffer, from: string, to: string) => {
  const hex = bytes.toString('hex');
  if (!hex.includes(from)) throw new Error('not there');
  return Buffer.from(hex.replace(from, to), 'hex');
};

interface Case {
  code: FindingCode;
  at: Position;
  odd: Partial<Record<Position, Options>>;
  /** What OpenSSL says first. */
  openssl: number;
}

const cases: Case[] = [
  { code: 'missing_authority_key_identifier', at: 0, odd: { 0: { authorityKeyId: 'omit' } }, openssl: 85 },
  { code: 'missing_authority_key_identifier', at: 1, odd: { 1: { authorityKeyId: 'omit' } }, openssl: 85 },
  { code: 'missing_authority_key_identifier', at: 0, odd: { 0: { authorityKeyId: 'serial-only' } }, openssl: 85 },
  { code: 'missing_subject_key_identifier', at: 1, odd: { 1: { subjectKeyId: 'omit' } }, openssl: 86 },
  { code: 'missing_subject_key_identifier', at: 2, odd: { 2: { subjectKeyId: 'omit' } }, openssl: 86 },
  { code: 'basic_constraints_missing', at: 2, odd: { 2: { omitBasicConstraints: true } }, openssl: 79 },
  { code: 'issuer_not_a_ca', at: 1, odd: { 1: { isCa: false } }, openssl: 79 },
  { code: 'basic_constraints_not_critical', at: 1, odd: { 1: { basicConstraintsCritical: false } }, openssl: 89 },
  { code: 'basic_constraints_not_critical', at: 2, odd: { 2: { basicConstraintsCritical: false } }, openssl: 89 },
  { code: 'ca_key_usage_missing', at: 1, odd: { 1: { keyUsage: null } }, openssl: 92 },
  { code: 'ca_key_usage_missing', at: 2, odd: { 2: { keyUsage: null } }, openssl: 92 },
  {
    code: 'key_cert_sign_on_leaf',
    at: 0,
    odd: { 0: { keyUsage: ['digitalSignature', 'keyCertSign'] } },
    openssl: 82,
  },
  { code: 'path_length_on_leaf', at: 0, odd: { 0: { pathLength: 0 } }, openssl: 80 },
  {
    code: 'path_length_without_key_cert_sign',
    at: 0,
    odd: { 0: { isCa: true, pathLength: 0, keyUsage: ['digitalSignature'], dns: [host] } },
    openssl: 81,
  },
  { code: 'empty_subject', at: 0, odd: { 0: { subject: '', omitSubjectAltName: true } }, openssl: 84 },
  { code: 'empty_subject', at: 1, odd: { 1: { subject: '' } }, openssl: 83 },
  { code: 'empty_issuer', at: 0, odd: { 1: { subject: '' } }, openssl: 83 },
  { code: 'empty_subject', at: 2, odd: { 2: { subject: '' } }, openssl: 83 },
  { code: 'empty_subject_alternative_name', at: 0, odd: { 0: { dns: [], ip: [] } }, openssl: 87 },
  { code: 'empty_subject_alternative_name', at: 1, odd: { 1: { dns: [], ip: [] } }, openssl: 87 },
  { code: 'subject_alternative_name_not_critical', at: 0, odd: { 0: { subject: '' } }, openssl: 88 },
  { code: 'key_identifier_critical', at: 0, odd: { 0: { authorityKeyId: 'critical' } }, openssl: 34 },
  { code: 'key_identifier_critical', at: 1, odd: { 1: { subjectKeyId: 'critical' } }, openssl: 34 },
  { code: 'key_identifier_critical', at: 2, odd: { 2: { subjectKeyId: 'critical' } }, openssl: 34 },
  { code: 'extensions_need_version_3', at: 0, odd: { 0: { editTbs: asVersion2 } }, openssl: 93 },
  { code: 'extensions_need_version_3', at: 1, odd: { 1: { editTbs: asVersion2 } }, openssl: 93 },
  { code: 'extensions_need_version_3', at: 2, odd: { 2: { editTbs: asVersion2 } }, openssl: 93 },
  { code: 'signature_algorithm_mismatch', at: 0, odd: { 0: { editTbs: otherAlgorithm } }, openssl: 78 },
  { code: 'signature_algorithm_mismatch', at: 1, odd: { 1: { editTbs: otherAlgorithm } }, openssl: 78 },
  { code: 'signature_algorithm_mismatch', at: 2, odd: { 2: { editTbs: otherAlgorithm } }, openssl: 78 },
  { code: 'certificate_expired', at: 0, odd: { 0: past }, openssl: 10 },
  { code: 'certificate_expired', at: 1, odd: { 1: past }, openssl: 10 },
  { code: 'certificate_expired', at: 2, odd: { 2: past }, openssl: 10 },
  { code: 'certificate_not_yet_valid', at: 0, odd: { 0: future }, openssl: 9 },
  { code: 'certificate_not_yet_valid', at: 1, odd: { 1: future }, openssl: 9 },
  { code: 'wrong_key_usage', at: 0, odd: { 0: { extendedKeyUsage: ['clientAuth'] } }, openssl: 26 },
  { code: 'wrong_key_usage', at: 0, odd: { 0: { keyUsage: ['dataEncipherment'] } }, openssl: 26 },
  { code: 'wrong_key_usage', at: 1, odd: { 1: { extendedKeyUsage: ['clientAuth'] } }, openssl: 26 },
  { code: 'unknown_critical_extension', at: 0, odd: { 0: { extraExtensions: [unknownExtension] } }, openssl: 34 },
  { code: 'unknown_critical_extension', at: 1, odd: { 1: { extraExtensions: [unknownExtension] } }, openssl: 34 },
  { code: 'unknown_critical_extension', at: 2, odd: { 2: { extraExtensions: [unknownExtension] } }, openssl: 34 },
  { code: 'path_length_exceeded', at: 2, odd: { 2: { pathLength: 0 } }, openssl: 25 },
  { code: 'weak_signature', at: 0, odd: { 0: { hash: 'SHA-1' } }, openssl: 68 },
  { code: 'weak_signature', at: 1, odd: { 1: { hash: 'SHA-1' } }, openssl: 68 },
  { code: 'key_identifier_mismatch', at: 0, odd: { 0: { authorityKeyId: 'wrong' } }, openssl: 20 },
];

describe('rehearse', () => {
  it('accepts the look-alike of a sound path, and refuses that of one without its anchor', async () => {
    const sound = await makePath();
    expect(await judgeReal(sound)).toEqual({ verdict: 'accept' });
    const { verification, chain, anchors } = await judgeRehearsed(sound, []);
    expect(verification).toEqual({ verdict: 'accept' });
    expect([chain.length, anchors.length]).toEqual([2, 1]);
    const [other] = (await makePath()).slice(-1);
    expect(await verify(chain, other ? [other.x509] : [])).toMatchObject({ verdict: 'reject' });
  });

  it.each(cases)(
    'shows $code at $at as it is, and what becomes of it ($openssl)',
    async ({ code, at, odd, openssl }) => {
      const real = await makePath(odd);
      const before = await judgeReal(real);
      expect(before).toMatchObject({ verdict: 'reject', code: openssl });
      expect((await judgeRehearsed(real, [])).verification).toEqual(before);
      const fixes = plan(real, code, at);
      expect(fixes.map((fix) => fix.certificate)).toContain(at);
      expect((await judgeRehearsed(real, fixes)).verification).toEqual({ verdict: 'accept' });
      expect((await judgeRehearsed(real, fixes, python312)).verification).toEqual({ verdict: 'accept' });
    },
  );

  it.each([
    [0, 66],
    [1, 67],
    [2, 67],
  ] as const)('shows a key that is too short at %i, and what a new one does (%i)', async (at, openssl) => {
    const real = await makePath({ [at]: { keys: await generateKeys('rsa-1024') } });
    const before = await judgeReal(real);
    expect(before).toMatchObject({ verdict: 'reject', code: openssl, depth: at });
    expect((await judgeRehearsed(real, [])).verification).toEqual(before);
    const fixes = plan(real, 'weak_key', at);
    // What a CA with another key has signed is signed again.
    expect(fixes.map((fix) => fix.certificate)).toEqual(at === 0 ? [0] : [at, at - 1]);
    expect((await judgeRehearsed(real, fixes)).verification).toEqual({ verdict: 'accept' });
  });

  it('keeps every byte of what is not fixed, but key and signature', async () => {
    const real = await makePath({ 0: { extraExtensions: [unknownExtension], serial: '0badc0de' } });
    const rehearsal = await rehearse({ path: real, fixes: plan(real, 'certificate_expired', 1) });
    const [leaf, intermediate] = rehearsal?.chain.map(({ raw }) => readTbs(raw)) ?? [];
    const [before] = real.map(({ x509 }) => readTbs(x509.raw));
    const { publicKeyInfo, ...rest } = before as RawTbs;
    expect(leaf).toMatchObject(rest);
    expect(leaf?.publicKeyInfo).not.toEqual(publicKeyInfo);
    expect(intermediate?.serial).not.toEqual(readTbs((real[1] as Certificate).x509.raw).serial);
  });

  it('adds the host, or the address, to the names that a certificate has', async () => {
    const names = async (odd: Options, code: FindingCode, to: string) => {
      const real = await makePath({ 0: odd });
      const findings = [{ code, certificate: 0, sha256: null }];
      const rehearsal = await rehearse({ path: real, fixes: planReissue({ path: real, findings, host: to, now }) });
      return rehearsal?.chain[0]?.subjectAltName;
    };
    const dns = ['a.example', '*.b.example'];
    expect(await names({ dns }, 'hostname_mismatch', host)).toBe(`DNS:a.example, DNS:*.b.example, DNS:${host}`);
    expect(await names({ dns }, 'hostname_mismatch', '10.0.0.7')).toContain('IP Address:10.0.0.7');
    expect(await names({ dns }, 'hostname_mismatch', '2001:db8::1')).toContain('IP Address:2001:DB8:0:0:0:0:0:1');
    expect(await names({ dns }, 'certificate_expired', host)).toBe('DNS:a.example, DNS:*.b.example');
    expect(await names({ dns }, 'certificate_expired', '')).toBe('DNS:a.example, DNS:*.b.example');
    const none = { omitSubjectAltName: true };
    expect(await names(none, 'no_subject_alternative_name', 'Other.Example.')).toBe(`DNS:${host}, DNS:other.example`);
    expect(await names({ ...none, subject: 'CN=MCP server' }, 'no_subject_alternative_name', host)).toBe(`DNS:${host}`);
  });

  it('lasts as long as before, but not longer than its issuer', async () => {
    const days = async (odd: Partial<Record<Position, Options>>) =>
      plan(await makePath(odd), 'certificate_expired', 0)[0]?.corrected.days;
    expect(await days({ 0: past })).toBe(398);
    expect(await days({ 0: past, 1: { notAfter: daysFromNow(30.5) } })).toBe(30);
    expect(await days({ 0: { notBefore: daysFromNow(-2), notAfter: daysFromNow(-1.9) } })).toBe(90);
  });

  it('takes a certificate that signs itself for its own anchor', async () => {
    for (const isCa of [true, false]) {
      const { pem } = await issueCertificate({ subject: 'CN=self', dns: ['other.example'], ip: [], isCa, ...past });
      const real = [readCertificate(pem)];
      const before = await judgeReal(real);
      // A CA's key usage is none of a server's.
      expect(before).toMatchObject({ verdict: 'reject', code: isCa ? 26 : 10 });
      expect((await judgeRehearsed(real, [])).verification).toEqual(before);
      const fixed = await judgeRehearsed(real, plan(real, 'certificate_expired', 0));
      expect(fixed.verification).toEqual({ verdict: 'accept' });
      expect(fixed.chain).toEqual(fixed.anchors);
    }
  });

  it('shows that an anchor which is no root is not enough for some', async () => {
    const real = (await makePath({ 0: { authorityKeyId: 'omit' } })).slice(0, 2);
    const fixes = plan(real, 'missing_authority_key_identifier', 0);
    expect((await judgeRehearsed(real, [])).verification).toMatchObject({ verdict: 'reject', code: 85 });
    expect((await judgeRehearsed(real, fixes)).verification).toEqual({ verdict: 'accept' });
    expect((await judgeRehearsed(real, fixes, python312)).verification).toMatchObject({ verdict: 'reject', code: 2 });
  });

  it('reissues what names the serial number of a CA that is reissued', async () => {
    const real = await makePath({ 0: { authorityKeyId: 'serial-only' }, 1: { keyUsage: null } });
    const fixes = plan(real, 'ca_key_usage_missing', 1);
    expect(fixes.map(({ certificate, codes }) => [certificate, codes])).toEqual([
      [1, ['ca_key_usage_missing']],
      [0, []],
    ]);
    expect((await judgeRehearsed(real, fixes)).verification).toEqual({ verdict: 'accept' });
  });

  it('answers nothing rather than something wrong', async () => {
    const real = await makePath();
    const [leaf, intermediate, root] = real as [Certificate, Certificate, Certificate];
    const [, namesake] = (await makePath()) as [Certificate, Certificate, Certificate];
    for (const path of [[], [leaf, root], [leaf, namesake, root], [intermediate, leaf, root]]) {
      expect(await rehearse({ path, fixes: [] })).toBeNull();
    }
    const cannot: FindingCode[] = [
      'name_constraint_violation',
      'unknown_ca',
      'missing_intermediate',
      'signature_mismatch',
    ];
    for (const code of cannot) expect(plan(real, code, 0)).toEqual([]);
    expect(
      planReissue({ path: real, findings: [{ code: 'weak_key', certificate: null, sha256: '00' }], host, now }),
    ).toEqual([]);
  });

  it('gives every kind of client the verdict that the real chain gets, whatever is odd about it', async () => {
    const rsa = {
      weak: await generateKeys('rsa-1024'),
      strong: await generateKeys('rsa-2048'),
      ed: await generateKeys('ed25519'),
    };
    const oddities: Options[] = [
      ...cases.flatMap(({ odd }) => Object.values(odd)),
      ...[rsa.weak, rsa.strong, rsa.ed].map((keys) => ({ keys })),
      { hash: 'SHA-384' },
      { isCa: true, dns: [host] },
      {},
    ];
    const pick = (seed: number) => oddities[seed % oddities.length] ?? {};
    let compared = 0;
    for (let round = 0; round < 20; round += 1) {
      const odd = { 0: pick(round * 7), 1: pick(round * 11 + 3), 2: pick(round * 13 + 5) };
      const real = await makePath(odd).catch(() => null);
      const rehearsal = real && (await rehearse({ path: real, fixes: [] }));
      if (!real || !rehearsal) continue;
      const verdicts = (check: (profile: ClientProfile) => Promise<Verification>) =>
        Promise.all(clientProfiles.map(check));
      const before = await verdicts((profile) => judgeReal(real, profile));
      const after = await verdicts((profile) => verify(rehearsal.chain, rehearsal.anchors, profile));
      expect(after, JSON.stringify([round, odd])).toEqual(before);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(12);
  }, 60_000);
});
