import type { FindingCode } from '../../lib/diagnosis/codes';
import type { ClientId } from '../../lib/diagnosis/profiles';
import type { IssueOptions } from '../certificates';
import type { Pki } from '../pki';
import { asVersion1, asVersion1WithoutExtensions, asVersion2, withOtherAlgorithmInside } from '../spoil';
import {
  allButStrict,
  authority,
  chainWith,
  everyone,
  leaf,
  nobody,
  scenario,
  send,
  type TlsMaterial,
  type TlsScenario,
} from './scenario';

type Position = 'leaf' | 'intermediate' | 'root';

/** curl refuses a certificate whose issuer it cannot print. */
const allButStrictAndCurl = allButStrict.filter((id) => id !== 'curl');

/** The form of a certificate (RFC 5280 section 4), each rule at each place where it tells. */
export const strictScenarios: TlsScenario[] = [
  odd('no-aki-leaf', 'leaf', 'has no authority key identifier, and its root issued it', {
    options: { authorityKeyId: 'omit' },
    findings: ['missing_authority_key_identifier'],
    isDirect: true,
  }),
  odd('no-aki-intermediate', 'intermediate', 'has no authority key identifier', {
    options: { authorityKeyId: 'omit' },
    findings: ['missing_authority_key_identifier'],
  }),
  odd('no-aki-both', 'intermediate', 'has no authority key identifier, and neither has the leaf', {
    options: { authorityKeyId: 'omit' },
    findings: ['missing_authority_key_identifier'],
    leafOptions: { authorityKeyId: 'omit' },
  }),
  odd('no-aki-root', 'root', 'has no authority key identifier, and needs none', {
    options: { authorityKeyId: 'omit' },
    findings: [],
    accepts: everyone,
  }),
  odd('aki-without-key-id-leaf', 'leaf', 'has an authority key identifier with a serial number but no key id', {
    options: { authorityKeyId: 'serial-only' },
    findings: ['missing_authority_key_identifier'],
  }),
  odd('aki-without-key-id-intermediate', 'intermediate', 'has an authority key identifier without a key id', {
    options: { authorityKeyId: 'serial-only' },
    findings: ['missing_authority_key_identifier'],
  }),
  odd('no-ski-leaf', 'leaf', 'has no subject key identifier, and needs none', {
    options: { subjectKeyId: 'omit' },
    findings: [],
    accepts: everyone,
  }),
  odd('no-ski-intermediate', 'intermediate', 'has no subject key identifier', {
    options: { subjectKeyId: 'omit' },
    findings: ['missing_subject_key_identifier'],
  }),
  odd('no-ski-root', 'root', 'has no subject key identifier', {
    options: { subjectKeyId: 'omit' },
    findings: ['missing_subject_key_identifier'],
  }),
  odd('no-basic-constraints-leaf', 'leaf', 'may sign certificates by its key usage, but has no basic constraints', {
    options: { omitBasicConstraints: true, keyUsage: ['digitalSignature', 'keyCertSign'] },
    findings: ['basic_constraints_missing', 'key_cert_sign_on_leaf'],
  }),
  odd('no-basic-constraints-intermediate', 'intermediate', 'has no basic constraints', {
    options: { omitBasicConstraints: true },
    findings: ['issuer_not_a_ca', 'key_cert_sign_on_leaf'],
    accepts: nobody,
  }),
  odd('no-basic-constraints-root', 'root', 'has no basic constraints', {
    options: { omitBasicConstraints: true },
    findings: ['basic_constraints_missing', 'key_cert_sign_on_leaf'],
  }),
  odd('v1-root', 'root', 'is of version 1, without extensions', {
    options: { editTbs: asVersion1WithoutExtensions },
    findings: ['basic_constraints_missing'],
  }),
  odd('basic-constraints-not-critical-intermediate', 'intermediate', 'has basic constraints that are not critical', {
    options: { basicConstraintsCritical: false },
    findings: ['basic_constraints_not_critical'],
  }),
  odd('basic-constraints-not-critical-root', 'root', 'has basic constraints that are not critical', {
    options: { basicConstraintsCritical: false },
    findings: ['basic_constraints_not_critical'],
  }),
  odd('no-key-usage-intermediate', 'intermediate', 'has no key usage', {
    options: { keyUsage: null },
    findings: ['ca_key_usage_missing'],
  }),
  odd('no-key-usage-root', 'root', 'has no key usage', {
    options: { keyUsage: null },
    findings: ['ca_key_usage_missing'],
  }),
  odd('cert-sign-leaf', 'leaf', 'may sign certificates by its key usage, and is no CA', {
    options: { keyUsage: ['digitalSignature', 'keyCertSign'] },
    findings: ['key_cert_sign_on_leaf'],
  }),
  odd('path-length-leaf', 'leaf', 'has a path length, and is no CA', {
    options: { pathLength: 0 },
    findings: ['path_length_on_leaf', 'path_length_without_key_cert_sign'],
  }),
  odd('path-length-and-cert-sign-leaf', 'leaf', 'has a path length and may sign certificates, and is no CA', {
    options: { pathLength: 0, keyUsage: ['digitalSignature', 'keyCertSign'] },
    findings: ['path_length_on_leaf', 'key_cert_sign_on_leaf'],
  }),
  odd('path-length-without-key-usage-intermediate', 'intermediate', 'has a path length and no key usage', {
    options: { pathLength: 0, keyUsage: null },
    findings: ['path_length_without_key_cert_sign', 'ca_key_usage_missing'],
  }),
  odd('path-length-without-key-usage-root', 'root', 'has a path length and no key usage', {
    options: { pathLength: 0, keyUsage: null },
    findings: ['path_length_without_key_cert_sign', 'ca_key_usage_missing'],
  }),
  odd('empty-subject-leaf', 'leaf', 'has an empty subject and may sign revocation lists', {
    options: { subject: '', subjectAltNameCritical: true, keyUsage: ['digitalSignature', 'cRLSign'] },
    findings: ['empty_subject'],
  }),
  odd('empty-subject-good-leaf', 'leaf', 'has an empty subject and, as it should, a critical alternative name', {
    options: { subject: '', subjectAltNameCritical: true },
    findings: [],
    accepts: everyone,
  }),
  odd('empty-subject-intermediate', 'intermediate', 'has an empty subject, so the leaf has an empty issuer', {
    options: { subject: '' },
    findings: ['empty_issuer', 'empty_subject'],
    accepts: allButStrictAndCurl,
  }),
  odd('empty-subject-root', 'root', 'has an empty subject, so the leaf has an empty issuer', {
    options: { subject: '' },
    findings: ['empty_issuer', 'empty_subject'],
    accepts: allButStrictAndCurl,
  }),
  odd('empty-san-leaf', 'leaf', 'has an alternative name extension with no name in it', {
    options: { dns: [], ip: [] },
    findings: ['empty_subject_alternative_name'],
    host: 'localhost',
  }),
  odd('empty-san-intermediate', 'intermediate', 'has an alternative name extension with no name in it', {
    options: { dns: [], ip: [] },
    findings: ['empty_subject_alternative_name'],
  }),
  odd('san-not-critical-leaf', 'leaf', 'has an empty subject, and its alternative name is not critical', {
    options: { subject: '' },
    findings: ['subject_alternative_name_not_critical'],
  }),
  odd('algorithms-differ-leaf', 'leaf', 'names one signature algorithm inside and another one outside', {
    options: { editTbs: withOtherAlgorithmInside },
    findings: ['signature_algorithm_mismatch'],
    accepts: nobody,
  }),
  odd('algorithms-differ-intermediate', 'intermediate', 'names one signature algorithm inside, another one outside', {
    options: { editTbs: withOtherAlgorithmInside },
    findings: ['signature_algorithm_mismatch'],
    accepts: nobody,
  }),
  odd('algorithms-differ-root', 'root', 'names one signature algorithm inside and another one outside', {
    options: { editTbs: withOtherAlgorithmInside },
    findings: ['signature_algorithm_mismatch'],
  }),
  odd('aki-critical-leaf', 'leaf', 'has a critical authority key identifier', {
    options: { authorityKeyId: 'critical' },
    findings: ['key_identifier_critical'],
    accepts: nobody,
  }),
  odd('aki-critical-intermediate', 'intermediate', 'has a critical authority key identifier', {
    options: { authorityKeyId: 'critical' },
    findings: ['key_identifier_critical'],
    accepts: nobody,
  }),
  odd('ski-critical-leaf', 'leaf', 'has a critical subject key identifier', {
    options: { subjectKeyId: 'critical' },
    findings: ['key_identifier_critical'],
    accepts: nobody,
  }),
  odd('ski-critical-intermediate', 'intermediate', 'has a critical subject key identifier', {
    options: { subjectKeyId: 'critical' },
    findings: ['key_identifier_critical'],
    accepts: nobody,
  }),
  odd('ski-critical-root', 'root', 'has a critical subject key identifier', {
    options: { subjectKeyId: 'critical' },
    findings: ['key_identifier_critical'],
    accepts: nobody,
  }),
  odd('version-2-leaf', 'leaf', 'has extensions, and says it is of version 2', {
    options: { editTbs: asVersion2 },
    findings: ['extensions_need_version_3'],
  }),
  odd('version-1-leaf', 'leaf', 'has extensions, and says it is of version 1', {
    options: { editTbs: asVersion1 },
    findings: ['extensions_need_version_3'],
  }),
  odd('version-1-intermediate', 'intermediate', 'has extensions, and says it is of version 1', {
    options: { editTbs: asVersion1 },
    findings: ['extensions_need_version_3'],
  }),
  odd('version-1-root', 'root', 'has extensions, and says it is of version 1', {
    options: { editTbs: asVersion1 },
    findings: ['extensions_need_version_3'],
  }),
];

interface Oddity {
  /** Of the odd certificate. */
  options: Partial<IssueOptions>;
  findings: readonly FindingCode[];
  /** Default: all but strict clients. */
  accepts?: readonly ClientId[];
  leafOptions?: Partial<IssueOptions>;
  host?: string;
  /** The root issued the leaf. */
  isDirect?: boolean;
}

function odd(name: string, at: Position, what: string, oddity: Oddity): TlsScenario {
  const { findings, accepts = allButStrict } = oddity;
  return scenario({
    name: `strict-${name}`,
    title: `The ${at} ${what}`,
    accepts,
    findings,
    build: (pki) => oddChain(pki, at, oddity),
  });
}

async function oddChain(pki: Pki, at: Position, oddity: Oddity): Promise<TlsMaterial> {
  const { options, leafOptions, host = '127.0.0.1', isDirect = false } = oddity;
  const material = { host };
  if (isDirect) return send([await leaf({ issuer: pki.root, ...options })], material);
  if (at === 'leaf') return chainWith(pki.intermediate, options, material);
  if (at === 'intermediate') {
    return chainWith(await authority('Lab Odd Issuing CA', { issuer: pki.root, ...options }), leafOptions, material);
  }
  const root = await authority('Lab Odd Root CA', options);
  return send([await leaf({ issuer: root, ...leafOptions })], { ...material, trust: root.pem });
}
