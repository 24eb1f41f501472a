import { encode } from './der';

const signedData = Buffer.from('06092a864886f70d010702', 'hex');
const data = Buffer.from('06092a864886f70d010701', 'hex');
const emptySet = encode(0x31);

/** A SignedData that signs nothing and carries certificates, as CAs publish them (RFC 2315, RFC 5280 section 4.2.2.1). */
export function certificatesAsPkcs7(...certificates: Buffer[]): Buffer {
  const version = encode(0x02, Buffer.from([1]));
  const carried = encode(0xa0, ...certificates);
  const content = encode(0x30, version, emptySet, encode(0x30, data), carried, emptySet);
  return encode(0x30, signedData, encode(0xa0, content));
}
