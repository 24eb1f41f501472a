/** Where one ASN.1 element stands (X.690 section 8.1): offsets into the bytes it was read from. */
export interface Tlv {
  /** The identifier octet, class and "constructed" bit included. */
  tag: number;
  start: number;
  /** Of the contents. */
  contentStart: number;
  contentEnd: number;
  /** Behind the whole element. */
  end: number;
}

export const SEQUENCE = 0x30;
export const INTEGER = 0x02;
export const BIT_STRING = 0x03;
export const OCTET_STRING = 0x04;
export const OBJECT_IDENTIFIER = 0x06;
/** [0], constructed. */
export const CONTEXT_0 = 0xa0;

const CONSTRUCTED = 0x20;
const INDEFINITE = 0x80;
const MAX_DEPTH = 32;

/**
 * Reads the header of the element at `offset`; null when it does not lie within the bytes as a whole. Also takes BER's
 * indefinite lengths, which some tools write around the DER of certificates. Linear in the element's length.
 */
export function readTlv(bytes: Uint8Array, offset: number, limit: number = bytes.length, depth = 0): Tlv | null {
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  if (tag === undefined || first === undefined || offset + 2 > limit || (tag & 0x1f) === 0x1f) return null;
  if (first === INDEFINITE) return readIndefinite(bytes, offset, limit, depth);
  const more = first > 0x80 ? first - 0x80 : 0;
  if (more > 4 || offset + 2 + more > limit) return null;
  let length = more === 0 ? first : 0;
  for (let index = 0; index < more; index += 1) length = length * 256 + (bytes[offset + 2 + index] ?? 0);
  const contentStart = offset + 2 + more;
  const end = contentStart + length;
  return end > limit ? null : { tag, start: offset, contentStart, contentEnd: end, end };
}

function readIndefinite(bytes: Uint8Array, offset: number, limit: number, depth: number): Tlv | null {
  const tag = bytes[offset] ?? 0;
  if ((tag & CONSTRUCTED) === 0 || depth >= MAX_DEPTH) return null;
  const contentStart = offset + 2;
  let at = contentStart;
  while (at + 2 <= limit) {
    if (bytes[at] === 0 && bytes[at + 1] === 0)
      return { tag, start: offset, contentStart, contentEnd: at, end: at + 2 };
    const child = readTlv(bytes, at, limit, depth + 1);
    if (!child) return null;
    at = child.end;
  }
  return null;
}

/** The elements inside a constructed one, in order; null when they do not fill it. */
export function childrenOf(bytes: Uint8Array, parent: Pick<Tlv, 'contentStart' | 'contentEnd'>): Tlv[] | null {
  const children: Tlv[] = [];
  let at = parent.contentStart;
  while (at < parent.contentEnd) {
    const child = readTlv(bytes, at, parent.contentEnd);
    if (!child) return null;
    children.push(child);
    at = child.end;
  }
  return children;
}
