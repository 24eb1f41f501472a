import { canonicalAttributes, canonicalName } from './canonical-name';
import {
  checkObjectIdentifier,
  contentOf,
  type DerElement,
  readElement,
  readElements,
  readList,
  readOnly,
} from './der';

/** AuthorityKeyIdentifier (RFC 5280 section 4.2.1.1): identifiers in hex, the first directory name in canonical form. */
export interface AuthorityKey {
  keyId: string | null;
  serial: string | null;
  issuerName: string | null;
}

/*
 * Readers of extension values that agree with OpenSSL on what can be read and what cannot. All throw RangeError for the
 * latter, which makes the whole certificate one that OpenSSL does not build a path with (EXFLAG_INVALID).
 */

/** `pathLength` null: not given, or too large to count as given. */
export function readBasicConstraints(value: Buffer): { isCa: boolean; pathLength: number | null } {
  const [first, second, ...rest] = readElements(contentOf(value, 0x30));
  const flag = first?.tag === 1 ? first : undefined;
  const limit = flag ? second : first;
  if (rest.length > 0 || (!flag && second) || (flag && flag.content.length !== 1)) throw new RangeError('too much');
  const length = limit ? integer(limit, 2) : null;
  if (length && (length[0] ?? 0) >= 0x80) throw new RangeError('a negative path length');
  const count = length ? Number.parseInt(length.toString('hex'), 16) : null;
  return { isCa: (flag?.content[0] ?? 0) !== 0, pathLength: count !== null && count < 2 ** 63 ? count : null };
}

/** The bits, the first octet lowest, as in OpenSSL's KU_* and NS_* constants. */
export function readBits(value: Buffer): number {
  const content = bitString(readElement(value), 3);
  const octets = [...content.subarray(1)];
  const last = octets.length - 1;
  return octets
    .slice(0, 2)
    .reduce((bits, octet, at) => bits | ((at === last ? octet & (0xff << (content[0] ?? 0)) : octet) << (8 * at)), 0);
}

export function readKeyIdentifier(value: Buffer): string {
  return contentOf(value, 4).toString('hex');
}

export function readAuthorityKey(value: Buffer): AuthorityKey {
  const [keyId, issuer, serial] = optional(readElements(contentOf(value, 0x30)), [0x80, 0xa1, 0x82]);
  const directory = issuer && generalNames(readElements(issuer.content)).find(({ tag }) => tag === 0xa4);
  return {
    keyId: keyId?.content.toString('hex') ?? null,
    serial: serial ? integer(serial, 0x82).toString('hex') : null,
    issuerName: directory ? canonicalName(directory.content) : null,
  };
}

/** The number of names. */
export function readAlternativeNames(value: Buffer): number {
  return generalNames(readList(value, 0x30)).length;
}

export function checkExtendedKeyUsage(value: Buffer): void {
  for (const purpose of readList(value, 0x30)) checkObjectIdentifier(purpose, 6);
}

export function checkNameConstraints(value: Buffer): void {
  for (const subtrees of optional(readElements(contentOf(value, 0x30)), [0xa0, 0xa1])) {
    for (const subtree of subtrees ? readElements(subtrees.content) : []) {
      const [base, ...limits] = readElements(contentOf(subtree.whole, 0x30));
      if (!base) throw new RangeError('a subtree has a base');
      generalNames([base]);
      const [minimum, maximum] = optional(limits, [0x80, 0x81]);
      for (const limit of [minimum, maximum]) if (limit) integer(limit, limit.tag);
    }
  }
}

export function checkDistributionPoints(value: Buffer): void {
  for (const point of readList(value, 0x30)) {
    const fields = readElements(contentOf(point.whole, 0x30));
    const [name, reasons, issuers] = optional(fields, [0xa0, 0x81, 0xa2]);
    if (name) checkPointName(readOnly(contentOf(name.whole, 0xa0)));
    if (reasons) bitString(reasons, 0x81);
    const issuerCount = issuers ? generalNames(readElements(issuers.content)).length : 0;
    if (!name && issuerCount === 0) throw new RangeError('a distribution point without a place');
  }
}

function checkPointName({ tag, content }: DerElement): void {
  if ((tag | 0x20) === 0xa0) generalNames(readElements(content));
  else if ((tag | 0x20) === 0xa1) canonicalAttributes(readElements(content));
  else throw new RangeError('no name of a distribution point');
}

/** Fields that may be absent but stand in this order. A constructed one need not say that it is, as in OpenSSL's lists. */
function optional(fields: DerElement[], tags: number[]): (DerElement | undefined)[] {
  const rest = [...fields];
  const found = tags.map((tag) =>
    rest[0] && [rest[0].tag, rest[0].tag | 0x20].includes(tag) ? rest.shift() : undefined,
  );
  if (rest.length > 0) throw new RangeError('a field out of place');
  return found;
}

/** DirectoryString of RFC 5280. */
const directoryStrings = new Set([12, 19, 20, 28, 30]);

const generalNameTags = new Set([0xa0, 0x81, 0x82, 0xa3, 0xa4, 0xa5, 0x86, 0x87, 0x88]);

function generalNames(names: DerElement[]): DerElement[] {
  for (const { tag, content: name } of names) {
    if (!generalNameTags.has(tag)) throw new RangeError(`no general name has the tag ${tag}`);
    if (tag === 0x88) checkObjectIdentifier({ tag, content: name }, tag);
    if (tag === 0xa4) canonicalName(readOnly(name).whole);
    if (tag === 0xa0) checkOtherName(name);
    if (tag === 0xa5) checkPartyName(name);
  }
  return names;
}

function checkOtherName(content: Buffer): void {
  const [type, value, ...rest] = readElements(content);
  if (!type || value?.tag !== 0xa0 || rest.length > 0) throw new RangeError('no other name');
  checkObjectIdentifier(type, 6);
  readOnly(value.content);
}

function checkPartyName(content: Buffer): void {
  const [assigner, party] = optional(readElements(content), [0xa0, 0xa1]);
  if (!party) throw new RangeError('no party');
  for (const name of [assigner, party]) {
    if (name && !directoryStrings.has(readOnly(name.content).tag)) throw new RangeError('no directory string');
  }
}

function integer({ tag, content }: Pick<DerElement, 'tag' | 'content'>, expected: number): Buffer {
  const [first = 0, second = 0] = content;
  const isPadded = content.length > 1 && (first === 0 ? second < 0x80 : first === 0xff && second >= 0x80);
  if (tag !== expected || content.length === 0 || isPadded) throw new RangeError('no integer');
  return content;
}

function bitString({ tag, content }: DerElement, expected: number): Buffer {
  if (tag !== expected || content.length === 0 || (content[0] ?? 0) > 7) throw new RangeError('no bit string');
  return content;
}
