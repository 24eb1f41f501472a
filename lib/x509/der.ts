import { readTlv } from './tlv';

/** One element of DER (X.690): its tag octet, its content, and both with the length between them. */
export interface DerElement {
  tag: number;
  content: Buffer;
  whole: Buffer;
}

/**
 * The first element of some bytes; what follows it is not looked at, as in OpenSSL's d2i functions. Throws RangeError on
 * anything cut short or with a tag number over 30.
 */
export function readElement(bytes: Buffer): DerElement {
  const tlv = readTlv(bytes, 0);
  if (!tlv) throw new RangeError('no whole element');
  return {
    tag: tlv.tag,
    content: bytes.subarray(tlv.contentStart, tlv.contentEnd),
    whole: bytes.subarray(0, tlv.end),
  };
}

/** All elements of a content, one after the other. Throws RangeError like `readElement`. */
export function readElements(content: Buffer): DerElement[] {
  const elements: DerElement[] = [];
  for (let rest = content; rest.length > 0; ) {
    const element = readElement(rest);
    elements.push(element);
    rest = rest.subarray(element.whole.length);
  }
  return elements;
}

/** The one element of an explicitly tagged content. Throws RangeError when there is another number of them. */
export function readOnly(content: Buffer): DerElement {
  const [only, ...others] = readElements(content);
  if (!only || others.length > 0) throw new RangeError('one element belongs here');
  return only;
}

/** The content of the first element. Throws RangeError when it has another tag. */
export function contentOf(bytes: Buffer, tag: number): Buffer {
  const element = readElement(bytes);
  if (element.tag !== tag) throw new RangeError(`tag ${element.tag} where ${tag} belongs`);
  return element.content;
}

/**
 * The elements of a SEQUENCE OF or SET OF. Throws RangeError when the first element has another tag; whether it says that
 * it is constructed does not count, as in OpenSSL.
 */
export function readList(bytes: Buffer, tag: number): DerElement[] {
  const element = readElement(bytes);
  if ((element.tag | 0x20) !== tag) throw new RangeError(`tag ${element.tag} where ${tag} belongs`);
  return readElements(element.content);
}

/** Throws RangeError for anything but an OBJECT IDENTIFIER: its arcs are complete and not padded (X.690 section 8.19). */
export function checkObjectIdentifier(
  { tag, content }: Pick<DerElement, 'tag' | 'content'>,
  expectedTag: number,
): void {
  const isPadded = content.some((octet, at) => octet === 0x80 && (at === 0 || (content[at - 1] ?? 0) < 0x80));
  if (tag !== expectedTag || content.length === 0 || (content.at(-1) ?? 0) >= 0x80 || isPadded) {
    throw new RangeError('no object identifier');
  }
}
