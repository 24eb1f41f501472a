import { plainText } from '../plain-text';
import type { DerElement } from '../x509/der';
import { readName } from './reissue-tbs';

/** Attribute types by the names OpenSSL gives them, with its limits in characters (tbl_standard.h) and its one string type. */
const attributes: Record<string, { name: string; max?: number; min?: number; only?: number }> = {
  '2.5.4.3': { name: 'CN', max: 64 },
  '2.5.4.4': { name: 'SN' },
  '2.5.4.5': { name: 'serialNumber', max: 64, only: 0x13 },
  '2.5.4.6': { name: 'C', max: 2, min: 2, only: 0x13 },
  '2.5.4.7': { name: 'L', max: 128 },
  '2.5.4.8': { name: 'ST', max: 128 },
  '2.5.4.10': { name: 'O', max: 64 },
  '2.5.4.11': { name: 'OU', max: 64 },
  '2.5.4.12': { name: 'title', max: 64 },
  '2.5.4.42': { name: 'GN' },
  '2.5.4.46': { name: 'dnQualifier', only: 0x13 },
  '0.9.2342.19200300.100.1.25': { name: 'DC', only: 0x16 },
  '1.2.840.113549.1.9.1': { name: 'emailAddress', max: 128, only: 0x16 },
};

const PRINTABLE = 0x13;
const UTF8 = 0x0c;
const IA5 = 0x16;

export interface SubjectLines {
  /** Of the section `[req]`. */
  stringMask: string;
  /** Of the section that names the attributes. */
  lines: string[];
}

/**
 * A Name in the words of OpenSSL's configuration (config(5), openssl-req(1)): every attribute in order, "+" before one
 * that shares the RDN of the one before. Null when it cannot be said exactly that way (an empty name, a string of
 * another type, a value with characters that nobody should paste, one over OpenSSL's limits).
 */
export function subjectLines(subject: Buffer): SubjectLines | null {
  const found = readName(subject);
  const values = found.map(({ type, value }) => ({ type, value, text: textOf(type, value) }));
  if (values.length === 0 || values.some(({ text }) => text === null)) return null;
  const free = values.filter(({ type }) => attributes[type]?.only === undefined);
  const stringMask = maskFor(free.map(({ value, text }) => ({ tag: value.tag, text: text ?? '' })));
  if (!stringMask) return null;
  const lines = values.map(({ type, text }, index) => {
    const plus = index > 0 && found[index]?.rdn === found[index - 1]?.rdn ? '+' : '';
    return `${index + 1}.${plus}${attributes[type]?.name ?? type} = ${quoted(text ?? '')}`;
  });
  return { stringMask, lines };
}

/** In quotes nothing but the quote and the backslash means anything to OpenSSL's configuration, "$" and "#" included. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function textOf(type: string, { tag, content }: DerElement): string | null {
  const { max = 1024, min = 1, only } = attributes[type] ?? {};
  if (tag !== (only ?? tag) || ![PRINTABLE, UTF8, IA5].includes(tag)) return null;
  const text = content.toString('utf8');
  const length = [...text].length;
  const isExact = Buffer.from(text).equals(content) && (tag === UTF8 || isAscii(text));
  // An interactive shell may put an earlier command in the place of "!".
  const isFit = plainText(text) === text && !text.includes('!') && length >= min && length <= max;
  return isExact && isFit ? text : null;
}

/** OpenSSL takes the narrowest of the types that the mask allows. */
function maskFor(values: { tag: number; text: string }[]): string | null {
  if (values.every(({ tag }) => tag === UTF8)) return 'utf8only';
  const isNarrowest = values.every(({ tag, text }) => tag === (isPrintable(text) ? PRINTABLE : UTF8));
  return isNarrowest ? 'MASK:0x2002' : null;
}

/** PrintableString (X.680 section 41.4). */
function isPrintable(text: string): boolean {
  return /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text);
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

/** The values of one attribute type that are fit to be shown and pasted. */
export function valuesOf(subject: Buffer, wanted: string): string[] {
  return readName(subject).flatMap(({ type, value }) => {
    const text = type === wanted ? textOf(type, value) : null;
    return text === null ? [] : [text];
  });
}

/** Go writes names in this order, each attribute once (crypto/x509/pkix, Name.ToRDNSequence). */
const goOrder = ['2.5.4.6', '2.5.4.10', '2.5.4.11', '2.5.4.7', '2.5.4.8', '2.5.4.9', '2.5.4.17', '2.5.4.3', '2.5.4.5'];

/** Whether tools written in Go give a name back in the order it has. */
export function keepsOrderInGo(subject: Buffer): boolean {
  const places = readName(subject).map(({ type }) => goOrder.indexOf(type));
  return places.every((place, index) => place > (places[index - 1] ?? -1));
}
