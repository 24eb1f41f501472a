import type { FindingCode } from '../../lib/diagnosis/codes';
import type { ClientId } from '../../lib/diagnosis/profiles';
import { generateKeys, type IssueOptions } from '../certificates';
import { nameConstraints, unknownExtension } from '../extra-extensions';
import {
  authority,
  chainWith,
  everyone,
  lax,
  leaf,
  level1,
  nobody,
  scenario,
  send,
  type TlsMaterial,
  type TlsScenario,
} from './scenario';

const loopback = { permittedDns: ['localhost'], permittedIp: ['127.0.0.0/255.0.0.0'] };
const corpOnly = nameConstraints({ permittedDns: ['corp.example'] });

/** What a certificate may be used for, by whom it may be used, and how strong it is. */
export const limitScenarios: TlsScenario[] = [
  withIntermediate('issuer-is-a-leaf', 'The certificate that issued the leaf is a server certificate', {
    options: { isCa: false },
    findings: ['issuer_not_a_ca'],
  }),
  withIntermediate('issuer-ca-false', 'The issuer says that it is no CA, although it may sign certificates', {
    options: { isCa: false, keyUsage: ['keyCertSign'], extendedKeyUsage: null, omitSubjectAltName: true },
    findings: ['issuer_not_a_ca', 'key_cert_sign_on_leaf'],
  }),
  withIntermediate('issuer-no-cert-sign', 'The issuer is a CA whose key usage does not allow to sign certificates', {
    options: { keyUsage: ['cRLSign'] },
    findings: ['issuer_not_a_ca'],
  }),
  scenario({
    name: 'path-length-exceeded',
    title: 'The upper intermediate allows no CA below it, and there is one',
    accepts: nobody,
    findings: ['path_length_exceeded'],
    build: async ({ root }) => {
      const upper = await authority('Lab Policy CA', { issuer: root, pathLength: 0 });
      const lower = await authority('Lab Issuing CA 3', { issuer: upper });
      return send([await leaf({ issuer: lower }), lower, upper]);
    },
  }),
  scenario({
    name: 'path-length-exceeded-root',
    title: 'The root allows no CA below it, and there is one',
    accepts: nobody,
    findings: ['path_length_exceeded'],
    build: async () => {
      const root = await authority('Lab Short Root CA', { pathLength: 0 });
      const lower = await authority('Lab Issuing CA 4', { issuer: root });
      return chainWith(lower, {}, { trust: root.pem });
    },
  }),
  withIntermediate('name-constraint', 'The intermediate may issue for corp.example only', {
    options: { extraExtensions: [corpOnly] },
    findings: ['name_constraint_violation'],
  }),
  withIntermediate('name-constraint-excluded', 'The intermediate may not issue for localhost', {
    options: { extraExtensions: [nameConstraints({ excludedDns: ['localhost'] })] },
    findings: ['name_constraint_violation'],
  }),
  withIntermediate('name-constraint-kept', 'Nothing: the intermediate may issue for this very host', {
    options: { extraExtensions: [nameConstraints(loopback)] },
    findings: [],
    accepts: everyone,
  }),
  withRoot('name-constraint-root', 'The root may issue for corp.example only', {
    options: { extraExtensions: [corpOnly] },
    findings: ['name_constraint_violation'],
  }),
  scenario({
    name: 'unknown-critical-leaf',
    title: 'The leaf has a critical extension that no client knows',
    accepts: nobody,
    findings: ['unknown_critical_extension'],
    build: ({ intermediate }) => chainWith(intermediate, { extraExtensions: [unknownExtension(true)] }),
  }),
  withIntermediate('unknown-critical-intermediate', 'The intermediate has a critical extension that no client knows', {
    options: { extraExtensions: [unknownExtension(true)] },
    findings: ['unknown_critical_extension'],
  }),
  withRoot('unknown-critical-root', 'The root has a critical extension that no client knows', {
    options: { extraExtensions: [unknownExtension(true)] },
    findings: ['unknown_critical_extension'],
  }),
  withIntermediate('client-auth-intermediate', 'The intermediate is for client certificates only', {
    options: { extendedKeyUsage: ['clientAuth'] },
    findings: ['wrong_key_usage'],
  }),
  scenario({
    name: 'key-usage-leaf',
    title: 'The key usage of the leaf does not allow to authenticate a server',
    accepts: nobody,
    findings: ['wrong_key_usage'],
    build: ({ intermediate }) => chainWith(intermediate, { keyUsage: ['dataEncipherment'] }),
  }),
  scenario({
    name: 'weak-signature-leaf',
    title: 'The leaf is signed with SHA-1',
    accepts: nobody,
    findings: ['weak_signature'],
    build: ({ intermediate }) => chainWith(intermediate, { hash: 'SHA-1' }, { tls: lax }),
  }),
  withIntermediate('weak-signature-intermediate', 'The intermediate is signed with SHA-1', {
    options: { hash: 'SHA-1' },
    findings: ['weak_signature'],
  }),
  withRoot('weak-signature-root', 'Nothing: the root is signed with SHA-1, but nobody checks its signature', {
    options: { hash: 'SHA-1' },
    findings: [],
    accepts: everyone,
  }),
  scenario({
    name: 'weak-key-768',
    title: 'The leaf has an RSA key of 768 bits',
    accepts: nobody,
    findings: ['weak_key'],
    build: async ({ intermediate }) => chainWith(intermediate, { keys: await generateKeys('rsa-768') }, { tls: lax }),
  }),
  withIntermediate('weak-key-intermediate', 'The intermediate has an RSA key of 1024 bits', {
    options: async () => ({ keys: await generateKeys('rsa-1024') }),
    findings: ['weak_key'],
    accepts: level1,
  }),
  withRoot('weak-key-root', 'The root has an RSA key of 1024 bits', {
    options: async () => ({ keys: await generateKeys('rsa-1024') }),
    findings: ['weak_key'],
    accepts: level1,
  }),
];

interface Limited {
  /** Of the intermediate or root. */
  options: Partial<IssueOptions> | (() => Promise<Partial<IssueOptions>>);
  findings: readonly FindingCode[];
  /** Default: nobody. */
  accepts?: readonly ClientId[];
}

function withIntermediate(name: string, title: string, limited: Limited): TlsScenario {
  return limitedScenario(name, title, limited, async (options, root) =>
    chainWith(await authority('Lab Odd Issuing CA', { issuer: root, ...options }), {}, { tls: lax }),
  );
}

function withRoot(name: string, title: string, limited: Limited): TlsScenario {
  return limitedScenario(name, title, limited, async (options) => {
    const root = await authority('Lab Odd Root CA', options);
    return send([await leaf({ issuer: root })], { trust: root.pem, tls: lax });
  });
}

function limitedScenario(
  name: string,
  title: string,
  { options, findings, accepts = nobody }: Limited,
  make: (options: Partial<IssueOptions>, root: IssueOptions['issuer']) => Promise<TlsMaterial>,
): TlsScenario {
  return scenario({
    name,
    title,
    accepts,
    findings,
    ...(findings.includes('weak_key') ? { connectsWith: 'root' } : {}),
    build: async ({ root }) => make(typeof options === 'function' ? await options() : options, root),
  });
}
