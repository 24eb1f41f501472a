import { createHash } from 'node:crypto';
import { contentOf, type DerElement, readElements } from '../x509/der';
import { decodeOid, encode } from './reissue-der';

export interface RawExtension {
  oid: string;
  isCritical: boolean;
  /** What the OCTET STRING holds. */
  value: Buffer;
}

/** A TBSCertificate by its fields (RFC 5280 section 4.1), each as it stands in the certificate. */
export interface RawTbs {
  /** With its explicit tag; null in version 1. */
  version: Buffer | null;
  serial: Buffer;
  algorithm: Buffer;
  issuer: Buffer;
  validity: Buffer;
  subject: Buffer;
  publicKeyInfo: Buffer;
  /** Unique identifiers and the extensions, with their explicit tags. */
  rest: Buffer[];
  extensions: RawExtension[];
  /** The algorithm outside the signed part, which should be the one inside. */
  outerAlgorithm: Buffer;
}

/** Takes a certificate apart. Throws when it is not one in DER. */
export function readTbs(certificate: Buffer): RawTbs {
  const [body, outerAlgorithm] = readElements(contentOf(certificate, 0x30));
  const fields = readElements(need(body).content);
  const version = fields[0]?.tag === 0xa0 ? fields.shift() : undefined;
  const [serial, algorithm, issuer, validity, subject, publicKeyInfo, ...rest] = fields.map(({ whole }) => whole);
  const extensions = fields.find(({ tag }) => tag === 0xa3);
  return {
    version: version?.whole ?? null,
    serial: need(serial),
    algorithm: need(algorithm),
    issuer: need(issuer),
    validity: need(validity),
    subject: need(subject),
    publicKeyInfo: need(publicKeyInfo),
    rest,
    extensions: extensions ? readElements(contentOf(extensions.content, 0x30)).map(readExtension) : [],
    outerAlgorithm: need(outerAlgorithm).whole,
  };
}

/** The fields in their order; the algorithm outside is not one of them. */
export function encodeTbs(tbs: Omit<RawTbs, 'extensions' | 'outerAlgorithm'>): Buffer {
  const { version, serial, algorithm, issuer, validity, subject, publicKeyInfo, rest } = tbs;
  const first = version ? [version] : [];
  return encode(0x30, ...first, serial, algorithm, issuer, validity, subject, publicKeyInfo, ...rest);
}

/** SHA-1 of the public key's bits: how most tools make a subject key identifier (RFC 5280 section 4.2.1.2). */
export function keyIdOf(publicKeyInfo: Buffer): Buffer {
  const [, bits] = readElements(contentOf(publicKeyInfo, 0x30));
  return createHash('sha1').update(need(bits).content.subarray(1)).digest();
}

/** The attributes of a Name with the number of their RDN: attributes of one RDN have the same. */
export function readName(name: Buffer): { rdn: number; type: string; value: DerElement }[] {
  return readElements(contentOf(name, 0x30)).flatMap(({ content }, rdn) =>
    readElements(content).map((attribute) => {
      const [type, value] = readElements(attribute.content);
      return { rdn, type: decodeOid(need(type).content), value: need(value) };
    }),
  );
}

function readExtension(extension: DerElement): RawExtension {
  const [oid, ...others] = readElements(extension.content);
  const value = others.at(-1);
  const critical = others.find(({ tag }) => tag === 0x01);
  return {
    oid: decodeOid(need(oid).content),
    isCritical: (critical?.content[0] ?? 0) !== 0,
    value: need(value).content,
  };
}

function need<T>(field: T | undefined): T {
  if (field === undefined) throw new RangeError('a field of the certificate is absent');
  return field;
}
