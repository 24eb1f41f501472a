import type { CorrectedCertificate } from './reissue-correct';
import { encodeAltNames, encodeAuthorityKeyId } from './reissue-extensions';
import type { AltName } from './reissue-names';
import { type SubjectLines, subjectLines } from './reissue-subject';

/** The files that the commands read and write; the certificate at hand is never overwritten. */
export interface ReissueFiles {
  key: string;
  now: string;
  request: string;
  next: string;
  issuer: string;
  issuerKey: string;
}

export function reissueFiles({ kind, needsNewKey }: Pick<CorrectedCertificate, 'kind' | 'needsNewKey'>): ReissueFiles {
  const own = kind === 'leaf' ? 'server' : 'ca';
  const above = kind === 'leaf' ? 'ca' : 'parent-ca';
  return {
    key: needsNewKey ? `${own}-new.key` : `${own}.key`,
    now: `${own}.pem`,
    request: `${own}.csr`,
    next: `${own}-new.pem`,
    issuer: `${above}.pem`,
    issuerKey: `${above}.key`,
  };
}

const CONFIG = 'reissue.cnf';

/**
 * A configuration for this very certificate and the commands that use it (OpenSSL 1.1.1 or later), to be pasted as a
 * whole. What comes from the certificate stands in the configuration only, quoted. Null when the subject cannot be
 * written down and the old certificate cannot lend it either, since it has another key.
 */
export function opensslSteps(corrected: CorrectedCertificate): string | null {
  const subject = subjectLines(corrected.subject);
  if (!subject && corrected.needsNewKey) return null;
  const files = reissueFiles(corrected);
  return [
    `cat > ${CONFIG} <<'END_OF_CONFIG'`,
    config(corrected, subject),
    'END_OF_CONFIG',
    ...(corrected.needsNewKey
      ? [`openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ${files.key}`]
      : []),
    ...(corrected.isSelfSigned
      ? [selfSign(corrected, files, subject)]
      : [requestCommand(files, subject), signCommand(corrected, files)]),
    '',
  ].join('\n');
}

/** The request; without a subject in the configuration it takes the one of the certificate at hand, byte for byte. */
export function requestCommand(files: ReissueFiles, subject: SubjectLines | null): string {
  return subject
    ? `openssl req -new -sha256 -key ${files.key} -config ${CONFIG} -out ${files.request}`
    : `openssl x509 -x509toreq -in ${files.now} -signkey ${files.key} -out ${files.request}`;
}

function signCommand({ days }: CorrectedCertificate, files: ReissueFiles): string {
  const issuer = `-CA ${files.issuer} -CAkey ${files.issuerKey} -CAcreateserial`;
  return `openssl x509 -req -in ${files.request} ${issuer} -sha256 -days ${days} -extfile ${CONFIG} -extensions extensions -out ${files.next}`;
}

function selfSign({ days }: CorrectedCertificate, files: ReissueFiles, subject: SubjectLines | null): string {
  const common = `-sha256 -days ${days}`;
  return subject
    ? `openssl req -new -x509 -key ${files.key} -config ${CONFIG} -extensions extensions ${common} -out ${files.next}`
    : `openssl x509 -in ${files.now} -clrext -signkey ${files.key} -set_serial "0x4$(openssl rand -hex 15)" ${common} -extfile ${CONFIG} -extensions extensions -out ${files.next}`;
}

function config(corrected: CorrectedCertificate, subject: SubjectLines | null): string {
  const names = corrected.subjectAltName;
  const isNamed = names?.names.every(isPlain) ?? false;
  const request = subject && [
    '[req]',
    'prompt = no',
    'utf8 = yes',
    `string_mask = ${subject.stringMask}`,
    'distinguished_name = subject',
    '',
    '[subject]',
    ...subject.lines,
    '',
  ];
  return [
    ...(request ?? []),
    '[extensions]',
    ...extensionLines(corrected, isNamed),
    ...(names && isNamed ? ['', '[names]', ...nameLines(names.names)] : []),
  ].join('\n');
}

/** The lines of an extension section, as in x509v3_config(5). */
export function extensionLines(corrected: CorrectedCertificate, hasNameSection: boolean): string[] {
  const { basicConstraints, keyUsage, extendedKeyUsage, subjectAltName, subjectKeyId, authorityKeyId } = corrected;
  const { isCa, pathLength } = basicConstraints;
  const limit = pathLength === null ? '' : `, pathlen:${pathLength}`;
  const altNames =
    subjectAltName && (hasNameSection ? '@names' : `DER:${encodeAltNames(subjectAltName).toString('hex')}`);
  return [
    `basicConstraints = ${isCa ? `critical, CA:TRUE${limit}` : 'CA:FALSE'}`,
    ...(keyUsage.length > 0 ? [`keyUsage = critical, ${keyUsage.join(', ')}`] : []),
    ...(extendedKeyUsage
      ? [`extendedKeyUsage = ${critical(extendedKeyUsage)}${extendedKeyUsage.oids.map(purpose).join(', ')}`]
      : []),
    ...(subjectAltName ? [`subjectAltName = ${critical(subjectAltName)}${altNames}`] : []),
    `subjectKeyIdentifier = ${corrected.isKeyIdHash ? 'hash' : subjectKeyId.toString('hex')}`,
    ...(authorityKeyId
      ? [
          corrected.isIssuersKeyId
            ? 'authorityKeyIdentifier = keyid:always'
            : `authorityKeyIdentifier = DER:${encodeAuthorityKeyId(authorityKeyId).toString('hex')}`,
        ]
      : []),
    ...corrected.others.map((one) => `${one.oid} = ${critical(one)}DER:${one.value.toString('hex')}`),
  ];
}

function critical({ isCritical }: { isCritical: boolean }): string {
  return isCritical ? 'critical, ' : '';
}

const purposes: Record<string, string> = { '1.3.6.1.5.5.7.3.1': 'serverAuth', '1.3.6.1.5.5.7.3.2': 'clientAuth' };

function purpose(oid: string): string {
  return purposes[oid] ?? oid;
}

const plain: Record<AltName['kind'], RegExp> = {
  dns: /^[A-Za-z0-9*._-]+$/,
  ip: /^[0-9a-f.:]+$/,
  email: /^[\w.+-]+@[\w.-]+$/,
  uri: /^[\w:/.?=&%~@+-]+$/,
  other: /^(?!)/,
};

/** Whether a name can be written down without meaning anything else to a configuration file, a template or a shell. */
export function isPlain({ kind, text }: AltName): boolean {
  return plain[kind].test(text);
}

function nameLines(names: AltName[]): string[] {
  const labels = { dns: 'DNS', ip: 'IP', email: 'email', uri: 'URI', other: 'otherName' };
  return names.map(({ kind, text }, index) => `${labels[kind]}.${index + 1} = ${text}`);
}
