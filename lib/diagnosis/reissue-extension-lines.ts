import type { CorrectedCertificate } from './reissue-correct';
import { encodeAltNames, encodeAuthorityKeyId } from './reissue-extensions';
import type { AltName } from './reissue-names';

/** The extensions as lines of OpenSSL's configuration, as in x509v3_config(5): readable where it has words for them. */
export function extensionLines(corrected: CorrectedCertificate): string[] {
  const { basicConstraints, keyUsage, extendedKeyUsage, subjectAltName } = corrected;
  const { isCa, pathLength } = basicConstraints;
  const limit = pathLength === null ? '' : `, pathlen:${pathLength}`;
  return [
    `basicConstraints = ${isCa ? `critical, CA:TRUE${limit}` : 'CA:FALSE'}`,
    ...(keyUsage.length > 0 ? [`keyUsage = critical, ${keyUsage.join(', ')}`] : []),
    ...(extendedKeyUsage
      ? [`extendedKeyUsage = ${critical(extendedKeyUsage)}${extendedKeyUsage.oids.map(purposeName).join(', ')}`]
      : []),
    ...(subjectAltName ? [`subjectAltName = ${critical(subjectAltName)}${altNames(subjectAltName)}`] : []),
    `subjectKeyIdentifier = ${corrected.isKeyIdHash ? 'hash' : corrected.subjectKeyId.toString('hex')}`,
    ...authorityKeyId(corrected),
    ...corrected.others.map((one) => `${one.oid} = ${critical(one)}DER:${one.value.toString('hex')}`),
  ];
}

function critical({ isCritical }: { isCritical: boolean }): string {
  return isCritical ? 'critical, ' : '';
}

function authorityKeyId({ authorityKeyId: id, isIssuersKeyId }: CorrectedCertificate): string[] {
  if (!id) return [];
  return [`authorityKeyIdentifier = ${isIssuersKeyId ? 'keyid' : `DER:${encodeAuthorityKeyId(id).toString('hex')}`}`];
}

function altNames(subjectAltName: NonNullable<CorrectedCertificate['subjectAltName']>): string {
  const { names } = subjectAltName;
  if (names.length === 0 || !names.every(isPlain)) return `DER:${encodeAltNames(subjectAltName).toString('hex')}`;
  const labels = { dns: 'DNS', ip: 'IP', email: 'email', uri: 'URI', other: 'otherName' };
  return names.map(({ kind, text }) => `${labels[kind]}:${text}`).join(', ');
}

const purposes: Record<string, string> = { '1.3.6.1.5.5.7.3.1': 'serverAuth', '1.3.6.1.5.5.7.3.2': 'clientAuth' };

/** The name that OpenSSL and step have for the usual two; the OID for the rest. */
export function purposeName(oid: string): string {
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
