import { isUtf8 } from 'node:buffer';
import { checkObjectIdentifier, contentOf, type DerElement, readElements, readList } from './der';

/** Kinds of string whose text OpenSSL folds (ASN1_MASK_CANON), with how each becomes UTF-8 (ASN1_STRING_to_UTF8). */
const texts: Record<number, (content: Buffer) => Buffer> = {
  12: checkedUtf8,
  19: fromLatin1,
  20: fromLatin1,
  22: fromLatin1,
  28: (universal) => fromUnits(universal, 4),
  30: (bmp) => fromUnits(bmp, 2),
};

/** What else may be a value (ASN1_PRINTABLE): NumericString, BIT STRING, SEQUENCE, and tags that stand for nothing. */
const otherValues = new Set([3, 7, 8, 9, 10, 11, 13, 14, 15, 18, 29, 0x30]);

/**
 * The DER of a Name in a form in which two names are equal exactly when OpenSSL takes them for equal (X509_NAME_cmp):
 * the kind of string, case in ASCII, and white space at the ends or repeated do not count. Empty when the name is.
 * Throws RangeError when the bytes are no Name.
 */
export function canonicalName(der: Buffer): string {
  return readList(der, 0x30)
    .map((relative) => canonicalAttributes(readList(relative.whole, 0x31)))
    .filter((relative) => relative !== '')
    .join(',');
}

/** The same for the attributes of a RelativeDistinguishedName. */
export function canonicalAttributes(attributes: DerElement[]): string {
  return attributes.map(attribute).sort().join('+');
}

function attribute({ whole }: DerElement): string {
  const [type, value, ...rest] = readElements(contentOf(whole, 0x30));
  if (!type || !value || rest.length > 0) throw new RangeError('an attribute has a type and a value');
  checkObjectIdentifier(type, 6);
  const text = texts[value.tag];
  if (!text && !otherValues.has(value.tag)) throw new RangeError(`no attribute value has the tag ${value.tag}`);
  return `${type.content.toString('hex')}=${text ? fold(text(value.content)) : value.whole.toString('hex')}`;
}

/** The letter keeps a folded text apart from the encoding of another value. */
function fold(utf8: Buffer): string {
  const folded = utf8
    .toString('latin1')
    .replace(/[\t-\r ]+/g, ' ')
    .replace(/^ | $/g, '')
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return `t${Buffer.from(folded, 'latin1').toString('hex')}`;
}

function checkedUtf8(content: Buffer): Buffer {
  if (!isUtf8(content)) throw new RangeError('no UTF-8');
  return content;
}

function fromLatin1(content: Buffer): Buffer {
  return Buffer.from(content.toString('latin1'));
}

/** Throws RangeError for half a character and for a number that stands for none. */
function fromUnits(content: Buffer, size: 2 | 4): Buffer {
  if (content.length % size !== 0) throw new RangeError('half a character');
  const units = Array.from({ length: content.length / size }, (_, index) => content.readUIntBE(index * size, size));
  return Buffer.from(units.map((unit) => String.fromCodePoint(unit)).join(''));
}
