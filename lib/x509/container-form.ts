import {
  BIT_STRING,
  CONTEXT_0,
  childrenOf,
  INTEGER,
  OBJECT_IDENTIFIER,
  OCTET_STRING,
  readTlv,
  SEQUENCE,
  type Tlv,
} from './tlv';

/** What a DER or BER file is by its structure. `signed` has the form of a certificate, a CRL or a request. */
export type ContainerForm = 'signed' | 'pkcs7' | 'pkcs12' | 'private_key';

/** 1.2.840.113549.1.7, the arc of PKCS#7 (RFC 2315). */
const pkcs7Arc = '2a864886f70d0107';
const signedData = `${pkcs7Arc}02`;

/**
 * Tells what binary content is by its structure: PKCS#7 SignedData (RFC 2315 section 7), PKCS#12 (RFC 7292 section 4), a
 * private key in any of its forms (RFC 5208, RFC 5958, RFC 8017 appendix A.1.2, RFC 5915), or something signed
 * (RFC 5280 section 4.1). Null for everything else. Pure.
 */
export function containerForm(content: Uint8Array): ContainerForm | null {
  const top = readTlv(content, 0);
  const parts = top?.tag === SEQUENCE ? childrenOf(content, top) : null;
  const [first, second, third] = parts ?? [];
  if (!first || !second) return null;
  const tags = [first.tag, second.tag, third?.tag];
  if (first.tag === OBJECT_IDENTIFIER) return hex(content, first) === signedData ? 'pkcs7' : null;
  if (first.tag === INTEGER) {
    const version = hex(content, first);
    if (version === '03' && second.tag === SEQUENCE && isPkcs7Content(content, second)) return 'pkcs12';
    const isKeyVersion = version === '00' || version === '01';
    const isKey =
      second.tag === INTEGER || second.tag === OCTET_STRING || (second.tag === SEQUENCE && third?.tag === OCTET_STRING);
    return isKeyVersion && isKey ? 'private_key' : null;
  }
  if (tags.join() === [SEQUENCE, SEQUENCE, BIT_STRING].join()) return 'signed';
  return tags.join() === [SEQUENCE, OCTET_STRING, undefined].join() ? 'private_key' : null;
}

/** The DER of each certificate in PKCS#7 SignedData, in file order; null when it cannot be read. Pure. */
export function pkcs7Certificates(content: Uint8Array): Uint8Array[] | null {
  const outer = within(content, readTlv(content, 0));
  const signed = within(content, within(content, outer?.[1])?.[0]);
  if (!signed) return null;
  const set = signed.find(({ tag }) => tag === CONTEXT_0);
  if (!set) return [];
  // The other choices are attribute certificates and their like, with tags of their own.
  const found = within(content, set)?.filter(({ tag }) => tag === SEQUENCE);
  return found?.map(({ start, end }) => content.subarray(start, end)) ?? null;
}

/** The DER elements of a file, one behind the other; what is no whole element is the last one. Pure. */
export function derElements(content: Uint8Array): Uint8Array[] {
  const elements: Uint8Array[] = [];
  let at = 0;
  while (at < content.length && !isBlank(content.subarray(at))) {
    const element = readTlv(content, at);
    elements.push(content.subarray(at, element?.end));
    at = element?.end ?? content.length;
  }
  return elements;
}

/** What an editor or a transfer adds to the end of a file. */
function isBlank(bytes: Uint8Array): boolean {
  return bytes.length <= 4 && bytes.every((byte) => byte === 0x0a || byte === 0x0d || byte === 0x00 || byte === 0x1a);
}

function within(content: Uint8Array, parent: Tlv | null | undefined): Tlv[] | null {
  return parent ? childrenOf(content, parent) : null;
}

function isPkcs7Content(content: Uint8Array, parent: Tlv): boolean {
  const type = readTlv(content, parent.contentStart, parent.contentEnd);
  return type?.tag === OBJECT_IDENTIFIER && hex(content, type).startsWith(pkcs7Arc);
}

function hex(content: Uint8Array, { contentStart, contentEnd }: Tlv): string {
  return Buffer.from(content.subarray(contentStart, Math.min(contentEnd, contentStart + 32))).toString('hex');
}
