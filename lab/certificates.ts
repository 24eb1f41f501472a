import './reflect-api';
import { randomBytes } from 'node:crypto';
import { type Extension, X509Certificate, X509CertificateGenerator } from '@peculiar/x509';
import { reissueTbs } from './der';
import { certificateExtensions, type ExtensionOptions } from './extensions';
import { exportPrivateKey, type Hash, importKeys, type Keys, signingKey } from './keys';

export type KeyAlgorithm = 'ec-p256' | 'ec-p384' | 'rsa-2048' | 'rsa-1024' | 'rsa-768' | 'ed25519';

export interface Issued {
  pem: string;
  keyPem: string;
  keys: Keys;
  certificate: X509Certificate;
  subject: string;
}

export interface IssueOptions extends ExtensionOptions {
  /** Distinguished name, such as `CN=host,O=Vouch Lab`; empty for an empty subject. */
  subject: string;
  /** Absent: self-signed. */
  issuer?: Issued;
  /** Writes another issuer name than that of `issuer`. */
  issuerName?: string;
  keys?: Keys;
  notBefore?: Date;
  notAfter?: Date;
  /** Hexadecimal. */
  serial?: string;
  /** Of the signature; Ed25519 has its own. */
  hash?: Hash;
  extraExtensions?: Extension[];
  /** Edits the DER of the TBSCertificate, which is then signed again: for fields no option above can spoil. */
  editTbs?: (tbs: Buffer) => Buffer;
}

const dayMs = 86_400_000;

export async function generateKeys(algorithm: KeyAlgorithm = 'ec-p256'): Promise<Keys> {
  return (await crypto.subtle.generateKey(generateParameters(algorithm), true, ['sign', 'verify'])) as Keys;
}

export async function issueCertificate(options: IssueOptions): Promise<Issued> {
  const keys = options.keys ?? (await generateKeys());
  const hash = options.hash ?? 'SHA-256';
  const signer = await signingKey(options.issuer?.keys ?? keys, hash);
  const issued = await X509CertificateGenerator.create({
    subject: options.subject,
    issuer: options.issuerName ?? options.issuer?.certificate.subjectName ?? options.subject,
    serialNumber: options.serial ?? positiveSerial(),
    notBefore: options.notBefore ?? daysFromNow(-1),
    notAfter: options.notAfter ?? daysFromNow(options.isCa ? 3650 : 90),
    publicKey: keys.publicKey,
    signingKey: signer,
    signingAlgorithm: { name: signer.algorithm.name, hash },
    extensions: [
      ...(await certificateExtensions(options, keys, options.issuer?.certificate)),
      ...(options.extraExtensions ?? []),
    ],
  });
  const certificate = options.editTbs
    ? await edited(issued, options.editTbs, options.issuer?.keys ?? keys, hash)
    : issued;
  return {
    pem: toPem(certificate),
    keyPem: await exportPrivateKey(keys),
    keys,
    certificate,
    subject: options.subject,
  };
}

/** The inverse of writing `pem` and `keyPem` to a file. */
export async function loadIssued(pem: string, keyPem: string): Promise<Issued> {
  const certificate = new X509Certificate(pem);
  return { pem: toPem(certificate), keyPem, keys: await importKeys(keyPem), certificate, subject: certificate.subject };
}

export function pemChain(...issued: Pick<Issued, 'pem'>[]): string {
  return issued.map((one) => one.pem).join('');
}

export function daysFromNow(days: number): Date {
  return new Date(Date.now() + days * dayMs);
}

async function edited(
  certificate: X509Certificate,
  edit: (tbs: Buffer) => Buffer,
  signer: Keys,
  hash: Hash,
): Promise<X509Certificate> {
  const der = reissueTbs(Buffer.from(certificate.rawData), edit, await exportPrivateKey(signer), hash);
  return new X509Certificate(new Uint8Array(der));
}

function toPem(certificate: X509Certificate): string {
  return `${certificate.toString('pem').trim()}\n`;
}

/** RFC 5280 4.1.2.2: a positive integer of at most 20 octets. */
function positiveSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

function generateParameters(algorithm: KeyAlgorithm): EcKeyGenParams | RsaHashedKeyGenParams | { name: string } {
  switch (algorithm) {
    case 'ec-p256':
      return { name: 'ECDSA', namedCurve: 'P-256' };
    case 'ec-p384':
      return { name: 'ECDSA', namedCurve: 'P-384' };
    case 'ed25519':
      return { name: 'Ed25519' };
    default: {
      const modulusLength = Number(algorithm.slice('rsa-'.length));
      return { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength, publicExponent: new Uint8Array([1, 0, 1]) };
    }
  }
}
