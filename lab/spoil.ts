import { elementsOf, encode } from './der';

/** Edits of a TBSCertificate (RFC 5280 section 4.1) that no option of the generator can make. */

const version3 = 'a003020102';
const sha256WithEcdsa = '06082a8648ce3d040302';
const sha384WithEcdsa = '06082a8648ce3d040303';

/** Version 2, whatever extensions there are. */
export function asVersion2(tbs: Buffer): Buffer {
  return replaceFirst(tbs, version3, 'a003020101');
}

/** Version 1 is the absence of the field. */
export function asVersion1(tbs: Buffer): Buffer {
  return encode(0x30, ...elementsOf(tbs).slice(1));
}

/** A proper certificate of version 1. */
export function asVersion1WithoutExtensions(tbs: Buffer): Buffer {
  return encode(0x30, ...elementsOf(tbs).slice(1, -1));
}

/** The signed algorithm then differs from the one beside the signature, which stays ecdsa-with-SHA256. */
export function withOtherAlgorithmInside(tbs: Buffer): Buffer {
  return replaceFirst(tbs, sha256WithEcdsa, sha384WithEcdsa);
}

function replaceFirst(der: Buffer, from: string, to: string): Buffer {
  const hex = der.toString('hex');
  if (!hex.includes(from)) throw new Error(`The TBSCertificate has no ${from} in it`);
  return Buffer.from(hex.replace(from, to), 'hex');
}
