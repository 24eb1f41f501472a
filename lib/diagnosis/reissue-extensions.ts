import type { CorrectedCertificate } from './reissue-correct';
import { encode, encodeOid } from './reissue-der';
import { keyUsageNames } from './reissue-key-usage';

/** The extensions of a corrected certificate in DER, in the order in which OpenSSL's configuration below names them. */
export function encodeExtensions(corrected: CorrectedCertificate): Buffer {
  const { basicConstraints, keyUsage, extendedKeyUsage, subjectAltName, subjectKeyId, authorityKeyId } = corrected;
  const list = [
    extension('2.5.29.19', basicConstraints.isCa, encodeConstraints(basicConstraints)),
    ...(keyUsage.length > 0 ? [extension('2.5.29.15', true, encodeKeyUsage(keyUsage))] : []),
    ...(extendedKeyUsage
      ? [extension('2.5.29.37', extendedKeyUsage.isCritical, encode(0x30, ...extendedKeyUsage.oids.map(encodeOid)))]
      : []),
    ...(subjectAltName ? [extension('2.5.29.17', subjectAltName.isCritical, encodeAltNames(subjectAltName))] : []),
    extension('2.5.29.14', false, encode(0x04, subjectKeyId)),
    ...(authorityKeyId ? [extension('2.5.29.35', false, encodeAuthorityKeyId(authorityKeyId))] : []),
    ...corrected.others.map(({ oid, isCritical, value }) => extension(oid, isCritical, value)),
  ];
  return encode(0xa3, encode(0x30, ...list));
}

/** GeneralNames (RFC 5280 section 4.2.1.6). */
export function encodeAltNames({ names }: NonNullable<CorrectedCertificate['subjectAltName']>): Buffer {
  return encode(0x30, ...names.map(({ der }) => der));
}

/** With the key identifier alone (RFC 5280 section 4.2.1.1). */
export function encodeAuthorityKeyId(keyId: Buffer): Buffer {
  return encode(0x30, encode(0x80, keyId));
}

function extension(oid: string, isCritical: boolean, value: Buffer): Buffer {
  const critical = isCritical ? [encode(0x01, Buffer.from([0xff]))] : [];
  return encode(0x30, encodeOid(oid), ...critical, encode(0x04, value));
}

function encodeConstraints({ isCa, pathLength }: CorrectedCertificate['basicConstraints']): Buffer {
  if (!isCa) return encode(0x30);
  const flag = encode(0x01, Buffer.from([0xff]));
  return pathLength === null
    ? encode(0x30, flag)
    : encode(0x30, flag, encode(0x02, Buffer.from([Math.min(pathLength, 127)])));
}

/** A named bit list ends with its last set bit (X.690 section 11.2.2). */
function encodeKeyUsage(names: CorrectedCertificate['keyUsage']): Buffer {
  const bits = names.map((name) => keyUsageNames.indexOf(name));
  const last = Math.max(...bits);
  const octets = Buffer.alloc((last >> 3) + 1);
  for (const bit of bits) octets[bit >> 3] = (octets[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  return encode(0x03, Buffer.from([7 - (last & 7)]), octets);
}
