import './reflect-api';
import { randomBytes } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  GeneralNames,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
} from '@peculiar/x509';
import type { Keys } from './keys';

type KeyUsageName = keyof typeof KeyUsageFlags;

export interface ExtensionOptions {
  isCa?: boolean;
  pathLength?: number;
  omitBasicConstraints?: boolean;
  /** Default: critical on a CA, as RFC 5280 4.2.1.9 asks. */
  basicConstraintsCritical?: boolean;
  /** Default: keyCertSign and cRLSign on a CA, digitalSignature on a leaf. `null` omits the extension. */
  keyUsage?: readonly KeyUsageName[] | null;
  /** Names such as `serverAuth`, or OIDs. Default: serverAuth on a leaf. `null` omits the extension. */
  extendedKeyUsage?: readonly string[] | null;
  /** Default on a leaf, when `ip` is absent too: localhost. Both empty: an empty extension. */
  dns?: readonly string[];
  /** Default on a leaf, when `dns` is absent too: 127.0.0.1. */
  ip?: readonly string[];
  omitSubjectAltName?: boolean;
  subjectAltNameCritical?: boolean;
  /** `serial-only`: issuer and serial number, without a key id. */
  authorityKeyId?: 'auto' | 'omit' | 'wrong' | 'critical' | 'serial-only';
  subjectKeyId?: 'auto' | 'omit' | 'critical';
}

export async function certificateExtensions(
  options: ExtensionOptions,
  keys: Keys,
  issuer: X509Certificate | undefined,
): Promise<Extension[]> {
  const subjectKeyId = await SubjectKeyIdentifierExtension.create(keys.publicKey, options.subjectKeyId === 'critical');
  const candidates = [
    basicConstraints(options),
    keyUsage(options, keys),
    extendedKeyUsage(options),
    options.subjectKeyId === 'omit' ? null : subjectKeyId,
    await authorityKeyId(options, subjectKeyId.keyId, issuer),
    subjectAltName(options),
  ];
  return candidates.filter((extension) => extension !== null);
}

function basicConstraints({ isCa = false, pathLength, ...options }: ExtensionOptions): Extension | null {
  if (options.omitBasicConstraints) return null;
  return new BasicConstraintsExtension(isCa, pathLength, options.basicConstraintsCritical ?? isCa);
}

function keyUsage(options: ExtensionOptions, keys: Keys): Extension | null {
  if (options.keyUsage === null) return null;
  const names = options.keyUsage ?? defaultKeyUsage(options.isCa ?? false, keys);
  const flags = names.reduce((sum, name) => sum | KeyUsageFlags[name], 0);
  return new KeyUsagesExtension(flags, true);
}

function defaultKeyUsage(isCa: boolean, keys: Keys): KeyUsageName[] {
  if (isCa) return ['keyCertSign', 'cRLSign'];
  return keys.publicKey.algorithm.name.startsWith('RSA')
    ? ['digitalSignature', 'keyEncipherment']
    : ['digitalSignature'];
}

function extendedKeyUsage(options: ExtensionOptions): Extension | null {
  const usages =
    options.extendedKeyUsage ?? (options.extendedKeyUsage === null || options.isCa ? null : ['serverAuth']);
  if (usages === null) return null;
  const known: Record<string, string> = ExtendedKeyUsage;
  return new ExtendedKeyUsageExtension(usages.map((usage) => known[usage] ?? usage));
}

async function authorityKeyId(
  { authorityKeyId: kind = 'auto' }: ExtensionOptions,
  ownKeyId: string,
  issuer: X509Certificate | undefined,
) {
  if (kind === 'omit') return null;
  if (kind === 'wrong') return new AuthorityKeyIdentifierExtension(randomBytes(20).toString('hex'));
  if (kind === 'serial-only') {
    if (!issuer) throw new Error('authorityKeyId "serial-only" needs an issuer');
    const name = new GeneralNames([{ type: 'dn', value: issuer.issuer }]);
    return new AuthorityKeyIdentifierExtension({ name, serialNumber: issuer.serialNumber });
  }
  return new AuthorityKeyIdentifierExtension(issuer ? await keyIdOf(issuer) : ownKeyId, kind === 'critical');
}

async function keyIdOf(issuer: X509Certificate): Promise<string> {
  const extension =
    issuer.getExtension(SubjectKeyIdentifierExtension) ??
    (await SubjectKeyIdentifierExtension.create(issuer.publicKey));
  return extension.keyId;
}

function subjectAltName(options: ExtensionOptions): Extension | null {
  const isNamed = options.dns !== undefined || options.ip !== undefined;
  if (options.omitSubjectAltName || (options.isCa && !isNamed)) return null;
  const dns = options.dns ?? (isNamed ? [] : ['localhost']);
  const ip = options.ip ?? (isNamed ? [] : ['127.0.0.1']);
  const names = [
    ...dns.map((value) => ({ type: 'dns' as const, value })),
    ...ip.map((value) => ({ type: 'ip' as const, value })),
  ];
  return new SubjectAlternativeNameExtension(names, options.subjectAltNameCritical ?? false);
}
