import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import '../../lab/reflect-api';
import { Extension } from '@peculiar/x509';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { generateKeys, type Issued, type IssueOptions, issueCertificate } from '../../lab/certificates';
import { type Certificate, readCertificate } from '../x509/certificate';
import type { FindingCode } from './codes';
import { encode, encodeOid } from './reissue-der';
import { planReissue, type ReissueFix } from './reissue-plan';
import { reissueSteps } from './reissue-steps';
import { keyIdOf, readTbs } from './reissue-tbs';

const run = promisify(execFile);
const host = 'mcp.corp.example';
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

type Attribute = [type: string, text: string, tag?: number];
const cn = '2.5.4.3';
const o = '2.5.4.10';
const ou = '2.5.4.11';
const UTF8 = 0x0c;
const PRINTABLE = 0x13;

/** A Name of RDNs of attributes. */
function name(...rdns: Attribute[][]): Buffer {
  const attribute = ([type, text, tag = UTF8]: Attribute) =>
    encode(0x30, encodeOid(type), encode(tag, Buffer.from(text, tag === 0x14 ? 'latin1' : 'utf8')));
  return encode(0x30, ...rdns.map((rdn) => encode(0x31, ...rdn.map(attribute).sort(Buffer.compare))));
}

/** Puts another subject into a TBSCertificate, whose first one must be `CN=subject to replace`. */
function withSubject(subject: Buffer) {
  return (tbs: Buffer) => {
    const { version, serial, algorithm, issuer, validity, publicKeyInfo, rest } = readTbs(
      encode(0x30, tbs, encode(0x30), encode(0x03)),
    );
    return encode(0x30, version ?? encode(0x30), serial, algorithm, issuer, validity, subject, publicKeyInfo, ...rest);
  };
}

interface Scene {
  root: Issued;
  intermediate: Issued;
  leaf: Issued;
  path: Certificate[];
}

async function scene(
  odd: Partial<Record<'root' | 'intermediate' | 'leaf', Partial<IssueOptions>>> = {},
): Promise<Scene> {
  const root = await issueCertificate({ subject: 'CN=Corp Root', isCa: true, ...odd.root });
  const intermediate = await issueCertificate({ subject: 'CN=Issuing', isCa: true, issuer: root, ...odd.intermediate });
  const leaf = await issueCertificate({ subject: `CN=${host}`, dns: [host], issuer: intermediate, ...odd.leaf });
  return { root, intermediate, leaf, path: [leaf, intermediate, root].map(({ pem }) => readCertificate(pem)) };
}

function planFor({ path }: Scene, code: FindingCode, at = 0): ReissueFix[] {
  const sha256 = path[at]?.x509.fingerprint256 ?? '';
  return planReissue({ path, findings: [{ code, certificate: at, sha256 }], host, now: new Date() });
}

const textOf = (fix: ReissueFix, tool: string) => reissueSteps(fix).find((one) => one.tool.startsWith(tool))?.text;

/** Runs the openssl steps of every fix in a shell, as a person would paste them, and says what became of the chain. */
async function reissued({ root, intermediate, leaf }: Scene, fixes: ReissueFix[]) {
  const folder = await mkdtemp(join(tmpdir(), 'vouch-reissue-'));
  folders.push(folder);
  const files: [string, Issued][] = [
    ['server', leaf],
    ['intermediate-ca', intermediate],
    ['root-ca', root],
  ];
  for (const [file, { pem, keyPem }] of files) {
    await writeFile(join(folder, `${file}.pem`), pem);
    await writeFile(join(folder, `${file}.key`), keyPem);
  }
  const before = await readdir(folder);
  for (const fix of fixes) {
    const text = textOf(fix, 'openssl') ?? '';
    await run('sh', ['-e', '-c', text], { cwd: folder });
  }
  const read = async (file: string) => readCertificate(await readFile(join(folder, file), 'utf8'));
  const hasNew = fixes.some(({ certificate }) => certificate === 0);
  const verify = run(
    'openssl',
    [
      ...['verify', '-x509_strict', '-partial_chain', '-auth_level', '2', '-purpose', 'sslserver'],
      ...['-no-CApath', '-no-CAstore', '-CAfile', 'root-ca.pem', '-untrusted', 'intermediate-ca.pem'],
      hasNew ? 'server-new.pem' : 'server.pem',
    ],
    { cwd: folder },
  );
  return {
    verified: await verify.then(
      ({ stdout }) => stdout.trim(),
      ({ stderr }) => stderr,
    ),
    leaf: await read(hasNew ? 'server-new.pem' : 'server.pem'),
    intermediate: await read('intermediate-ca.pem'),
    root: await read('root-ca.pem'),
    madeFiles: (await readdir(folder)).filter((one) => !before.includes(one)),
  };
}

const subjectOf = ({ x509 }: Certificate) => readTbs(x509.raw).subject.toString('hex');
const extensionOf = ({ x509 }: Certificate, oid: string) => readTbs(x509.raw).extensions.find((one) => one.oid === oid);

describe('the openssl steps', () => {
  const subjects: [string, Buffer][] = [
    ['one attribute', name([[cn, host]])],
    [
      'many, in their order',
      name([['2.5.4.6', 'DE', PRINTABLE]], [[o, 'Corp']], [[ou, 'A']], [[ou, 'B']], [[cn, host]]),
    ],
    ['the order of others', name([[cn, host]], [[o, 'Corp']], [['2.5.4.6', 'DE', PRINTABLE]])],
    [
      'two attributes in one RDN',
      name(
        [
          [o, 'Corp'],
          [ou, 'Platform'],
        ],
        [[cn, host]],
      ),
    ],
    [
      'three in one, twice',
      name(
        [
          [o, 'a'],
          [ou, 'b'],
          [cn, 'c'],
        ],
        [
          [ou, 'd'],
          [cn, 'e'],
          [o, 'f'],
        ],
      ),
    ],
    ['letters of all kinds', name([[o, 'Müller & Söhne 株式会社']], [[cn, 'ñandú 🦤']])],
    ['printable strings', name([[o, 'Corp', PRINTABLE]], [[cn, 'host name', PRINTABLE]])],
    ['printable strings beside others', name([[o, 'Corp', PRINTABLE]], [[cn, 'Müller']])],
    [
      'a mail address and domain components',
      name(
        [['0.9.2342.19200300.100.1.25', 'example', 0x16]],
        [[cn, host]],
        [['1.2.840.113549.1.9.1', 'ca@corp.example', 0x16]],
      ),
    ],
    ['attributes without a short name', name([['2.5.4.97', 'VATDE-1']], [['1.3.6.1.4.1.99999.7', 'x']], [[cn, host]])],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is meant as it stands.
    ['a command', name([[cn, '$(rm -rf /) `touch evil` $HOME ${HOME} $ENV::HOME']])],
    ['quotes, backslashes and comments', name([[cn, `"a" 'b' \\ \\n # ; = [x] {y} \\"`]], [[o, '\\']], [[ou, '"']])],
    [
      'words of the configuration',
      name([[cn, 'END_OF_CONFIG']], [[o, '.include /etc/passwd']], [[ou, '@names, critical,DER:00']]),
    ],
    ['spaces around', name([[cn, '  x  ']], [[o, ' ']])],
    ['a new line', name([[cn, 'a\nEND_OF_CONFIG\ntouch evil']])],
    ['control characters', name([[cn, 'a\u001b[201~\rtouch evil\u0000b']])],
    ['an exclamation mark', name([[cn, 'yes!touch evil']])],
    ['letters that turn the reading direction', name([[cn, 'a\u202egnp.exe']])],
    ['the old string types', name([[cn, 'Müller', 0x14]], [[o, 'Corp', 0x16]])],
    ['a mixture of string types', name([[cn, 'Corp', PRINTABLE]], [[o, 'Corp', UTF8]])],
    ['values that are too long', name([[cn, 'x'.repeat(65)]], [[o, 'y'.repeat(200)]])],
    ['an empty value', name([[cn, '']], [[o, 'Corp']])],
    ['a country that is none', name([['2.5.4.6', 'Germany', PRINTABLE]], [[cn, host]])],
    ['none', name()],
  ];

  it.each(subjects)('keep the subject byte for byte: %s', async (_, subject) => {
    const odd = { subject: 'CN=x', authorityKeyId: 'omit', editTbs: withSubject(subject) } as const;
    const made = await scene({ leaf: { ...odd, subjectAltNameCritical: subject.length === 2 } });
    const outcome = await reissued(made, planFor(made, 'missing_authority_key_identifier'));
    expect(outcome.verified).toBe('server-new.pem: OK');
    expect(subjectOf(outcome.leaf)).toBe(subject.toString('hex'));
    expect(outcome.leaf.x509.publicKey.equals(new X509Certificate(made.leaf.pem).publicKey)).toBe(true);
    expect(outcome.madeFiles.sort()).toEqual(['intermediate-ca.srl', 'server-new.pem', 'server.cnf', 'server.csr']);
  });

  const general = (tag: number, text: string) => encode(tag, Buffer.from(text, 'latin1'));
  const altNames: [string, Buffer[]][] = [
    ['hosts', [general(0x82, host), general(0x82, '*.corp.example'), general(0x82, 'under_score')]],
    [
      'addresses',
      [encode(0x87, Buffer.from([10, 0, 0, 7])), encode(0x87, Buffer.from('20010db8'.padEnd(32, '0'), 'hex'))],
    ],
    ['a mail address and a URI', [general(0x81, 'ca@corp.example'), general(0x86, 'spiffe://corp.example/ns/a')]],
    ['a command', [general(0x82, '$(touch evil)'), general(0x82, host)]],
    ['quotes and new lines', [general(0x82, `a"b'c\nEND_OF_CONFIG\ntouch evil\n`), general(0x86, 'http://x/,DNS:y#z')]],
    ['a directory name', [encode(0xa4, name([[cn, 'x']])), general(0x82, host)]],
    ['a network instead of an address', [encode(0x87, Buffer.from([10, 0, 0, 0, 255, 0, 0, 0])), general(0x82, host)]],
    ['many', Array.from({ length: 150 }, (_, index) => general(0x82, `host-${index}.corp.example`))],
  ];

  it.each(altNames)('keep the alternative names byte for byte: %s', async (_, names) => {
    const value = encode(0x30, ...names);
    const extraExtensions = [new Extension('2.5.29.17', true, new Uint8Array(value))];
    const made = await scene({ leaf: { omitSubjectAltName: true, extraExtensions, authorityKeyId: 'omit' } });
    const outcome = await reissued(made, planFor(made, 'missing_authority_key_identifier'));
    expect(outcome.verified).toBe('server-new.pem: OK');
    expect(extensionOf(outcome.leaf, '2.5.29.17')).toMatchObject({ isCritical: true, value });
    expect(outcome.madeFiles).not.toContain('evil');
  });

  it('keep what else is in a certificate', async () => {
    const policies = new Extension(
      '2.5.29.32',
      false,
      new Uint8Array(Buffer.from('300b300906072a8648ce3d0201', 'hex')),
    );
    const rare = new Extension('1.3.6.1.4.1.99999.2', false, new Uint8Array([0x0c, 0x01, 0x61]));
    const unknown = new Extension('1.3.6.1.4.1.99999.1', true, new Uint8Array([0x05, 0x00]));
    const made = await scene({
      leaf: { extraExtensions: [policies, rare, unknown], extendedKeyUsage: ['clientAuth', '1.3.6.1.5.5.7.3.17'] },
    });
    const outcome = await reissued(made, planFor(made, 'unknown_critical_extension'));
    expect(outcome.verified).toBe('server-new.pem: OK');
    expect(outcome.leaf.extendedKeyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.17']);
    for (const oid of ['2.5.29.32', '1.3.6.1.4.1.99999.2']) {
      expect(extensionOf(outcome.leaf, oid)).toEqual(extensionOf(made.path[0] as Certificate, oid));
    }
    expect(extensionOf(outcome.leaf, '1.3.6.1.4.1.99999.1')).toBeUndefined();
  });

  const cas: [FindingCode, number, Parameters<typeof scene>[0]][] = [
    ['basic_constraints_not_critical', 1, { intermediate: { basicConstraintsCritical: false } }],
    ['ca_key_usage_missing', 1, { intermediate: { keyUsage: null, pathLength: 0 } }],
    ['missing_subject_key_identifier', 1, { intermediate: { subjectKeyId: 'omit' } }],
    ['issuer_not_a_ca', 1, { intermediate: { isCa: false } }],
    ['ca_key_usage_missing', 2, { root: { keyUsage: null } }],
    ['missing_subject_key_identifier', 2, { root: { subjectKeyId: 'omit' } }],
    ['path_length_exceeded', 2, { root: { pathLength: 0 } }],
    ['certificate_expired', 2, { root: { notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01') } }],
    [
      'basic_constraints_not_critical',
      2,
      {
        root: {
          basicConstraintsCritical: false,
          subject: 'CN=Root',
          editTbs: withSubjectAndIssuer(name([[cn, 'R\nx']])),
        },
      },
    ],
  ];

  it.each(cas)('reissue a CA so that what it issued stays valid: %s at %i', async (code, at, odd) => {
    const made = await scene(odd);
    const fixes = planFor(made, code, at);
    expect(fixes.map(({ certificate }) => certificate)).toEqual([at]);
    const outcome = await reissued(made, fixes);
    expect(outcome.verified).toBe('server.pem: OK');
    const [before, after] = at === 1 ? [made.path[1], outcome.intermediate] : [made.path[2], outcome.root];
    expect(subjectOf(after)).toBe(subjectOf(before as Certificate));
    expect(after.x509.fingerprint256).not.toBe(before?.x509.fingerprint256);
    expect(after.x509.serialNumber).not.toBe(before?.x509.serialNumber);
  });

  it('name the key of a CA that has no identifier of its own', async () => {
    const made = await scene({ intermediate: { subjectKeyId: 'omit' } });
    const outcome = await reissued(made, planFor(made, 'certificate_expired'));
    // What is left is the CA's own: it stays as it is.
    expect(outcome.verified).toContain('error 86');
    const [, ca] = made.path;
    expect(outcome.leaf.authorityKeyId).toBe(
      keyIdOf(readTbs((ca as Certificate).x509.raw).publicKeyInfo).toString('hex'),
    );
  });

  it.each([[name([[cn, 'self']])], [name([[cn, 'a\nb']])]])(
    'reissue a certificate that signs itself',
    async (subject) => {
      const editTbs = withSubjectAndIssuer(subject);
      const leaf = await issueCertificate({ subject: 'CN=x', dns: ['other.example'], ip: [], editTbs });
      const made = { ...(await scene()), leaf, path: [readCertificate(leaf.pem)] };
      const outcome = await reissued(made, planFor(made, 'hostname_mismatch'));
      expect(outcome.leaf.subjectAltNames).toEqual(['DNS:other.example', `DNS:${host}`]);
      expect(subjectOf(outcome.leaf)).toBe(subject.toString('hex'));
      expect(outcome.leaf.x509.verify(new X509Certificate(leaf.pem).publicKey)).toBe(true);
      expect(outcome.leaf.x509.serialNumber).not.toBe(made.path[0]?.x509.serialNumber);
    },
  );

  it('replace a weak key, and issue what the old one had signed again', async () => {
    const keys = await generateKeys('rsa-1024');
    const weakCa = await scene({ intermediate: { keys } });
    const fixes = planFor(weakCa, 'weak_key', 1);
    expect(fixes.map(({ certificate }) => certificate)).toEqual([1, 0]);
    const outcome = await reissued(weakCa, fixes);
    expect(outcome.verified).toBe('server-new.pem: OK');
    expect(outcome.intermediate.publicKey).toBe('EC P-256');
    const weakLeaf = await scene({ leaf: { keys } });
    expect(await reissued(weakLeaf, planFor(weakLeaf, 'weak_key'))).toMatchObject({
      verified: 'server-new.pem: OK',
      leaf: { publicKey: 'EC P-256' },
    });
  });

  it('name a CA that has no name, and follow with what it issued', async () => {
    const made = await scene({ intermediate: { subject: '' } });
    const fixes = planFor(made, 'empty_issuer', 0);
    expect(fixes.map(({ certificate }) => certificate)).toEqual([1, 0]);
    expect(await reissued(made, fixes)).toMatchObject({
      verified: 'server-new.pem: OK',
      leaf: { issuer: `CN=CA of ${host}` },
    });
  });

  it('are left out where neither configuration nor certificate can give the subject', async () => {
    const odd = { subject: 'CN=x', keys: await generateKeys('rsa-1024'), editTbs: withSubject(name([[cn, 'a\nb']])) };
    const [fix] = planFor(await scene({ leaf: odd }), 'weak_key');
    expect(reissueSteps(fix as ReissueFix).map(({ tool }) => tool)).not.toContain('openssl');
  });
});

/** For a root, whose issuer is itself. */
function withSubjectAndIssuer(both: Buffer) {
  return (tbs: Buffer) => {
    const fields = readTbs(encode(0x30, tbs, encode(0x30), encode(0x03)));
    const { version, serial, algorithm, validity, publicKeyInfo, rest } = fields;
    return encode(0x30, version ?? encode(0x30), serial, algorithm, both, validity, both, publicKeyInfo, ...rest);
  };
}

describe('the steps of other tools', () => {
  const evil = `"'$(touch evil)\`x\` {{ .Secret }} # : - | > % @ \\`;

  it('ask cert-manager for the same certificate', async () => {
    const subject = name([[o, evil]], [[ou, 'null']], [[cn, host]]);
    const made = await scene({
      leaf: { subject: 'CN=x', editTbs: withSubject(subject), authorityKeyId: 'omit', dns: [host], ip: ['10.0.0.7'] },
    });
    const [fix] = planFor(made, 'missing_authority_key_identifier');
    expect(parse(textOf(fix as ReissueFix, 'cert-manager') ?? '')).toMatchObject({
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      spec: {
        secretName: 'server-tls',
        duration: `${91 * 24}h`,
        commonName: host,
        subject: { organizations: [evil], organizationalUnits: ['null'] },
        dnsNames: [host],
        ipAddresses: ['10.0.0.7'],
        usages: ['digital signature', 'server auth'],
        privateKey: { rotationPolicy: 'Never' },
      },
    });
  });

  it('give step a template in which nothing of the subject stands', async () => {
    const made = await scene({
      leaf: {
        subject: 'CN=x',
        editTbs: withSubject(name([[cn, evil]])),
        authorityKeyId: 'omit',
        dns: ['{{ .Secret }}', host],
      },
    });
    const [fix] = planFor(made, 'missing_authority_key_identifier');
    const text = textOf(fix as ReissueFix, 'step') ?? '';
    expect(text).not.toContain('evil');
    expect(text.replace('{{ toJson .Insecure.CR.Subject }}', '{}')).not.toContain('{{');
    const template = text.slice(text.indexOf('\n') + 1, text.indexOf('END_OF_TEMPLATE\n', 40));
    expect(JSON.parse(template.replace('{{ toJson .Insecure.CR.Subject }}', '{}'))).toMatchObject({
      basicConstraints: { isCA: false },
      keyUsage: ['digitalSignature'],
      extKeyUsage: ['serverAuth'],
      extensions: [{ id: '2.5.29.17', critical: false }],
    });
  });

  it('are for leaves, and for the CAs that a tool can make as they are', async () => {
    const made = await scene({ intermediate: { keyUsage: null }, root: { keyUsage: null } });
    const toolsFor = (at: number) =>
      reissueSteps(planFor(made, 'ca_key_usage_missing', at)[0] as ReissueFix).map(({ tool }) => tool);
    expect(toolsFor(1)).toEqual([
      'openssl (intermediate-ca)',
      'step (intermediate-ca)',
      'cert-manager (intermediate-ca)',
    ]);
    expect(toolsFor(2)).toEqual(['openssl (root-ca)']);
    const [leaf] = planFor(made, 'certificate_expired');
    expect(reissueSteps(leaf as ReissueFix).map(({ tool }) => tool)).toEqual([
      'openssl',
      'step',
      'cert-manager',
      'easy-rsa',
    ]);
    expect(textOf(leaf as ReissueFix, 'easy-rsa')).toContain(`subjectAltName = DNS:${host}\n`);
  });
});
