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
import { clientProfiles } from './profiles';
import { rehearse } from './rehearse';
import { planReissue, type ReissueFix } from './reissue-plan';
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
const versionOf = (version: number | null) => (tbs: Buffer) => {
  // [0] { INTEGER 2 } is A0 03 02 01 02 and stands right after the header of the TBSCertificate.
  const at = tbs.indexOf(Buffer.from([0xa0, 0x03, 0x02, 0x01, 0x02]));
  if (version === null) throw new Error('not here');
  const edited = Buffer.from(tbs);
  edited[at + 4] = version;
  return edited;
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
  { code: 'extensions_need_version_3', at: 0, odd: { 0: { editTbs: versionOf(1) } }, openssl: 93 },
  { code: 'extensions_need_version_3', at: 1, odd: { 1: { editTbs: versionOf(1) } }, openssl: 93 },
  { code: 'extensions_need_version_3', at: 2, odd: { 2: { editTbs: versionOf(1) } }, openssl: 93 },
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
    expect(chain).toHaveLength(2);
    expect(await verify(chain, [])).toMatchObject({ verdict: 'reject', code: 20 });
    expect(anchors).toHaveLength(1);
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
});
