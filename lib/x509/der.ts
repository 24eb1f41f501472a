/** One element of DER (X.690): its tag octet, its content, and both with the length between them. */
export interface DerElement {
  tag: number;
  content: Buffer;
  whole: Buffer;
}

/**
 * The first element of some bytes; what follows it is not looked at, as in OpenSSL's d2i functions. Long forms of short
 * lengths are read. Throws RangeError on anything cut short, of indefinite length or with a tag number over 30.
 */
export function readElement(bytes: Buffer): DerElement {
  const tag = bytes.readUInt8(0);
  const first = bytes.readUInt8(1);
  const lengthOctets = first > 0x80 ? first - 0x80 : 0;
  if ((tag & 0x1f) === 0x1f || first === 0x80 || lengthOctets > 6) throw new RangeError('not in DER');
  const start = 2 + lengthOctets;
  const end = start + (lengthOctets === 0 ? first : bytes.readUIntBE(2, lengthOctets));
  if (end > bytes.length) throw new RangeError('cut short');
  return { tag, content: bytes.subarray(start, end), whole: bytes.subarray(0, end) };
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
export function checkObjectIdentifier({ tag, content }: Pick<DerElement, 'tag' | 'content'>, expectedTag: number): void {
  const isPadded = content.some((octet, at) => octet === 0x80 && (at === 0 || (content[at - 1] ?? 0) < 0x80));
  if (tag !== expectedTag || content.length === 0 || (content.at(-1) ?? 0) >= 0x80 || isPadded) {
    throw new RangeError('no object identifier');
  }
}
