import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FindingCode } from '../lib/diagnosis/codes';
import { type ClientId, clientProfiles } from '../lib/diagnosis/profiles';
import { askClient, askOpenssl, type ClientQuestion, opensslErrors, opensslMajor } from './real-clients';
import { type Lab, startLab } from './start';
import { tlsScenarios } from './tls-scenarios';

/** Refused for another reason than the certificates, or by a server that has none. */
const others = ['tls-1-1', 'client-certificate', 'client-certificate-1-2', 'plain-http'];
const scenarios = tlsScenarios.filter(({ name }) => !others.includes(name));

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ only: scenarios.map(({ name }) => name) });
});
afterAll(() => lab.close());

function questionOf(name: string): ClientQuestion {
  const { url, caPath } = lab.server(name);
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port), caPath };
}

describe('what is written of a scenario holds for the real clients of this machine', () => {
  it.each(scenarios)('$name', async ({ name, accepts, findings }) => {
    const question = questionOf(name);
    // How short a key may be depends on how a client was built; the flags of its profile do not.
    const isByLevel = findings.includes('weak_key');
    const asked = await Promise.all(
      clientProfiles.map(async (profile) => ({
        id: profile.id,
        answer: await (isByLevel ? askOpenssl(profile, question) : askClient(profile.id, question)),
      })),
    );
    const present = asked.filter(({ answer }) => answer !== null);
    const said = Object.fromEntries(present.map(({ id, answer }) => [id, answer?.message]));
    const accepting = present.flatMap(({ id, answer }) => (answer?.accepted ? [id] : []));
    const isPresent = (id: ClientId) => present.some((one) => one.id === id);
    expect({ accepting, said }).toEqual({ accepting: accepts.filter(isPresent), said });
  });
});

/** X509_V_ERR_* numbers that stand for one defect only. */
const strictCodes: Record<number, FindingCode> = {
  78: 'signature_algorithm_mismatch',
  80: 'path_length_on_leaf',
  81: 'path_length_without_key_cert_sign',
  82: 'key_cert_sign_on_leaf',
  83: 'empty_issuer',
  84: 'empty_subject',
  85: 'missing_authority_key_identifier',
  86: 'missing_subject_key_identifier',
  87: 'empty_subject_alternative_name',
  88: 'subject_alternative_name_not_critical',
  89: 'basic_constraints_not_critical',
  92: 'ca_key_usage_missing',
  93: 'extensions_need_version_3',
};

describe.runIf((await opensslMajor()) === 3)('every defect of form that OpenSSL 3 finds is written down', () => {
  const [strict] = clientProfiles;
  const known = new Set(Object.values(strictCodes));

  it.each(scenarios)('and no other: $name', async ({ name, findings }) => {
    const errors = strict ? await opensslErrors(strict, questionOf(name)) : [];
    const found = errors.flatMap((code) => strictCodes[code] ?? []);
    expect(found.toSorted()).toEqual(findings.filter((code) => known.has(code)).toSorted());
    // "Invalid CA certificate": an issuer that is none, or a certificate that does not say what it is.
    const isUnclear = findings.includes('issuer_not_a_ca') || findings.includes('basic_constraints_missing');
    expect(errors.includes(79)).toBe(isUnclear);
    // OpenSSL 3 takes a critical key identifier for an extension that it does not know.
    const isUnknown = findings.includes('unknown_critical_extension') || findings.includes('key_identifier_critical');
    expect(errors.includes(34)).toBe(isUnknown);
  });
});
