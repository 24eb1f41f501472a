import { stringify } from 'yaml';
import type { CorrectedCertificate } from './reissue-correct';
import { isPlain } from './reissue-extension-lines';
import type { KeyUsageName } from './reissue-key-usage';
import type { AltName } from './reissue-names';
import { keepsOrderInGo, valuesOf } from './reissue-subject';

/** KeyUsage of cert-manager.io/v1. */
const usageNames: Record<KeyUsageName, string> = {
  digitalSignature: 'digital signature',
  nonRepudiation: 'content commitment',
  keyEncipherment: 'key encipherment',
  dataEncipherment: 'data encipherment',
  keyAgreement: 'key agreement',
  keyCertSign: 'cert sign',
  cRLSign: 'crl sign',
  encipherOnly: 'encipher only',
  decipherOnly: 'decipher only',
};

const purposeNames: Record<string, string> = {
  '1.3.6.1.5.5.7.3.1': 'server auth',
  '1.3.6.1.5.5.7.3.2': 'client auth',
  '1.3.6.1.5.5.7.3.3': 'code signing',
  '1.3.6.1.5.5.7.3.4': 'email protection',
  '1.3.6.1.5.5.7.3.8': 'timestamping',
  '1.3.6.1.5.5.7.3.9': 'ocsp signing',
};

/**
 * A Certificate for cert-manager (cert-manager.io/v1). Null for what it cannot ask for: names of a rare kind, a path
 * length, a CA that signs itself or whose name Go would put into another order.
 */
export function certManagerSteps(corrected: CorrectedCertificate): string | null {
  const { kind, file, days, subject, isSelfSigned, basicConstraints, needsNewKey } = corrected;
  const names = corrected.subjectAltName?.names ?? [];
  const isOdd = kind === 'ca' && (basicConstraints.pathLength !== null || !keepsOrderInGo(subject));
  if (isSelfSigned || isOdd || !names.every(isPlain)) return null;
  const [commonName] = valuesOf(subject, '2.5.4.3');
  const isUsable = commonName !== undefined && [...commonName].length <= 64;
  return stringify({
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: file },
    spec: {
      secretName: `${file}-tls`,
      duration: `${days * 24}h`,
      ...(isUsable && { commonName }),
      ...namesOfOrganization(subject),
      ...(basicConstraints.isCa && { isCA: true }),
      ...altNames(names),
      usages: usages(corrected),
      privateKey: needsNewKey
        ? { rotationPolicy: 'Always', algorithm: 'ECDSA', size: 256 }
        : { rotationPolicy: 'Never' },
      issuerRef: { kind: 'ClusterIssuer', name: 'your-issuer' },
    },
  });
}

function usages({ keyUsage, extendedKeyUsage }: CorrectedCertificate): string[] {
  const purposes = extendedKeyUsage?.oids.flatMap((oid) => purposeNames[oid] ?? []) ?? [];
  return [...keyUsage.map((name) => usageNames[name]), ...purposes];
}

function namesOfOrganization(subject: Buffer) {
  const lists = {
    countries: valuesOf(subject, '2.5.4.6'),
    organizations: valuesOf(subject, '2.5.4.10'),
    organizationalUnits: valuesOf(subject, '2.5.4.11'),
    localities: valuesOf(subject, '2.5.4.7'),
    provinces: valuesOf(subject, '2.5.4.8'),
  };
  const filled = Object.entries(lists).filter(([, values]) => values.length > 0);
  return filled.length > 0 && { subject: Object.fromEntries(filled) };
}

function altNames(names: AltName[]) {
  const of = (kind: AltName['kind']) => names.filter((one) => one.kind === kind).map(({ text }) => text);
  const lists = { dnsNames: of('dns'), ipAddresses: of('ip'), emailAddresses: of('email'), uris: of('uri') };
  return Object.fromEntries(Object.entries(lists).filter(([, values]) => values.length > 0));
}
