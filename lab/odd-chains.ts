import './reflect-api';
import { Extension } from '@peculiar/x509';
import { readElements } from '../lib/x509/der';
import { daysFromNow, type Issued, type IssueOptions, issueCertificate } from './certificates';
import { encode } from './der';
import type { Keys } from './keys';

/** A chain as a server would send it, leaf first, with what a client trusts. */
export interface OddChain {
  title: string;
  sent: Issued[];
  anchors: Issued[];
}

/** What can be odd about one certificate. */
export type Oddity = (isCa: boolean) => Partial<IssueOptions>;

const extension = (oid: string, value: Buffer, isCritical = false): Partial<IssueOptions> => ({
  extraExtensions: [new Extension(oid, isCritical, new Uint8Array(value))],
});

const usages = (isCa: boolean) => (isCa ? (['keyCertSign'] as const) : (['digitalSignature'] as const));

/** netscape-cert-type, as bits from the left. */
const netscapeType = (bits: number) => extension('2.16.840.1.113730.1.1', encode(3, Buffer.from([0, bits])));

/** Each breaks a rule of form, or is at the edge of one. */
export const oddities: Record<string, Oddity> = {
  'no AKI': () => ({ authorityKeyId: 'omit' }),
  'AKI without key id': () => ({ authorityKeyId: 'serial-only' }),
  'critical AKI': () => ({ authorityKeyId: 'critical' }),
  'empty AKI': () => ({ authorityKeyId: 'omit', ...extension('2.5.29.35', encode(0x30)) }),
  'no SKI': () => ({ subjectKeyId: 'omit' }),
  'critical SKI': () => ({ subjectKeyId: 'critical' }),
  'no basicConstraints': () => ({ omitBasicConstraints: true }),
  'no basicConstraints, no keyUsage': () => ({ omitBasicConstraints: true, keyUsage: null }),
  'no basicConstraints, Netscape CA': () => ({ omitBasicConstraints: true, keyUsage: null, ...netscapeType(0x44) }),
  'Netscape CA': () => netscapeType(0x44),
  'basicConstraints of the other kind of critical': (isCa) => ({ basicConstraintsCritical: !isCa }),
  'no keyUsage': () => ({ keyUsage: null }),
  'keyUsage of both kinds': (isCa) => ({ keyUsage: [...usages(isCa), ...usages(!isCa)] }),
  'cRLSign beside its keyUsage': (isCa) => ({ keyUsage: [...usages(isCa), 'cRLSign'] }),
  'keyCertSign only, no basicConstraints': () => ({
    keyUsage: ['keyCertSign', 'digitalSignature'],
    omitBasicConstraints: true,
  }),
  'a path length': () => ({ pathLength: 3 }),
  'a path length, no keyUsage': () => ({ pathLength: 3, keyUsage: null }),
  'a path length, keyUsage of both kinds': (isCa) => ({ pathLength: 3, keyUsage: [...usages(isCa), ...usages(!isCa)] }),
  'empty subject': () => ({ subject: '' }),
  'empty subject, critical SAN': () => ({ subject: '', dns: ['localhost'], subjectAltNameCritical: true }),
  'empty subject, SAN': () => ({ subject: '', dns: ['localhost'] }),
  'empty subject, no SAN': () => ({ subject: '', omitSubjectAltName: true }),
  'empty subject, critical SAN, cRLSign': (isCa) => ({
    ...{ subject: '', dns: ['localhost'], subjectAltNameCritical: true },
    keyUsage: [...usages(isCa), 'cRLSign'],
  }),
  'empty SAN': () => ({ dns: [], ip: [] }),
  'empty subject, empty critical SAN': () => ({ subject: '', dns: [], ip: [], subjectAltNameCritical: true }),
  'no SAN': () => ({ omitSubjectAltName: true }),
  'other inner signature algorithm': () => ({ editTbs: withOtherAlgorithm }),
  'version 1': () => ({ editTbs: (tbs) => withVersion(withoutExtensions(tbs), null) }),
  'version 2': () => ({ editTbs: (tbs) => withVersion(withoutExtensions(tbs), 1) }),
  'version 3 without extensions': () => ({ editTbs: withoutExtensions }),
  'version 1 with extensions': () => ({ editTbs: (tbs) => withVersion(tbs, null) }),
  'version 2 with extensions': () => ({ editTbs: (tbs) => withVersion(tbs, 1) }),
  'basicConstraints of the other kind': (isCa) => ({
    omitBasicConstraints: true,
    ...extension('2.5.29.19', encode(0x30, ...(isCa ? [] : [encode(1, Buffer.from([255]))])), true),
  }),
  'a CA flag written as false': () => ({
    omitBasicConstraints: true,
    ...extension('2.5.29.19', encode(0x30, encode(1, Buffer.from([0]))), true),
  }),
};

/** Beyond form: whether a path is found at all, or refused by everybody. */
export const disturbances: Record<string, Oddity> = {
  'AKI of another key': () => ({ authorityKeyId: 'wrong' }),
  'an extension that cannot be read': () => extension('2.5.29.30', Buffer.from([0x30, 1, 5])),
  'an extension twice': () => extension('2.5.29.14', encode(4, Buffer.from([1]))),
  'an unknown critical extension': () => extension('1.2.3.4', encode(5), true),
  'an empty keyUsage': () => ({ keyUsage: [] }),
  'a negative path length': () => ({
    omitBasicConstraints: true,
    ...extension('2.5.29.19', encode(0x30, encode(2, Buffer.from([0xff]))), true),
  }),
  'for clients only': () => ({ extendedKeyUsage: ['clientAuth'] }),
  expired: () => ({ notBefore: daysFromNow(-30), notAfter: daysFromNow(-10) }),
  'expired later': () => ({ notBefore: daysFromNow(-30), notAfter: daysFromNow(-5) }),
  'not yet valid': () => ({ notBefore: daysFromNow(5) }),
  'a path length of 0': () => ({ pathLength: 0 }),
  'issuer name in capitals': () => ({ issuerName: 'CN=ROOT ,O=Odd   Chains' }),
};

const names = ['Leaf', 'Issuing', 'Middle', 'Root'] as const;

/** Of `length` certificates, all in order but the one at `odd` (0 is the leaf). Keys serve again and again. */
export async function chainWithOne(
  keys: Keys[],
  length: number,
  odd: number,
  title: string,
  oddity: Oddity,
): Promise<Issued[]> {
  const chain: Issued[] = [];
  for (let depth = length - 1; depth >= 0; depth -= 1) {
    const isCa = depth > 0;
    const isOdd = depth === odd;
    const issuer = chain[0];
    const options: IssueOptions = {
      subject: `CN=${names[depth === length - 1 && isCa ? 3 : depth]},O=Odd Chains`,
      isCa,
      issuer,
      keys: keys[depth],
      ...(isOdd ? oddity(isCa) : {}),
    };
    if (!issuer && options.authorityKeyId === 'serial-only') options.authorityKeyId = 'omit';
    chain.unshift(await issueCertificate(options).catch((error) => Promise.reject(new Error(title, { cause: error }))));
  }
  return chain;
}

/** A small CA world in which names, keys and certificates come more than once, cross-signed and renewed ones included. */
export async function randomChain(keys: Keys[], seed: number): Promise<OddChain> {
  const random = generator(seed);
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  const odd = (share: number, isCa: boolean) => ({
    ...(random(100) < share ? pick(Object.values(oddities))(isCa) : {}),
    ...(random(100) < share / 3 ? pick(Object.values(disturbances))(isCa) : {}),
  });
  const share = pick([0, 10, 25]);
  const subjects = ['Root', 'Middle', 'Issuing'].map((name) => `CN=${name},O=Odd Chains`);
  const pool: Issued[] = [];
  const issue = async (options: IssueOptions) => {
    const { issuer, authorityKeyId } = options;
    const issued = {
      ...options,
      authorityKeyId: !issuer && authorityKeyId === 'serial-only' ? 'omit' : authorityKeyId,
    };
    return issueCertificate(issued as IssueOptions);
  };
  for (let count = 3 + random(5); count > 0; count -= 1) {
    const level = random(3);
    const issuer = level > 0 || random(4) === 0 ? pool[random(pool.length || 1)] : undefined;
    // Most often a name goes with a key; else two CAs have one name, or one CA has two.
    const keyPair = keys[1 + (random(5) > 0 ? level : random(keys.length - 1))];
    pool.push(await issue({ subject: subjects[level] ?? '', isCa: true, issuer, keys: keyPair, ...odd(share, true) }));
  }
  const isOwnIssuer = random(12) === 0;
  const leaf = await issue({
    subject: 'CN=Leaf,O=Odd Chains',
    issuer: isOwnIssuer ? undefined : pick(pool),
    keys: pick(keys),
    ...odd(share, false),
  });
  const shuffled = pool.map((one) => ({ one, at: random(1000) })).sort((a, b) => a.at - b.at);
  const sent = shuffled.filter(() => random(10) < 7).map(({ one }) => one);
  const anchors = pool.filter(() => random(10) < 3);
  if (random(8) === 0) anchors.splice(random(anchors.length + 1), 0, leaf);
  return { title: `seed ${seed}`, sent: [leaf, ...sent], anchors };
}

/** Takes the extensions away. */
function withoutExtensions(tbs: Buffer): Buffer {
  return encode(0x30, ...fields(tbs).filter((field) => field[0] !== 0xa3));
}

/** Null leaves the version out, which is version 1; else the number that stands for it, one less than its name. */
function withVersion(tbs: Buffer, version: number | null): Buffer {
  const rest = fields(tbs).filter((field) => field[0] !== 0xa0);
  return encode(0x30, ...(version === null ? [] : [encode(0xa0, encode(2, Buffer.from([version])))]), ...rest);
}

/** SHA-384 where the signature is made with SHA-256. */
function withOtherAlgorithm(tbs: Buffer): Buffer {
  return encode(0x30, ...fields(tbs).map((field, index) => (index === 2 ? otherHash(field) : field)));
}

function otherHash(algorithm: Buffer): Buffer {
  const [oid, ...parameters] = readElements(readElements(algorithm)[0]?.content ?? Buffer.alloc(0));
  if (!oid) return algorithm;
  const other = Buffer.from(oid.whole);
  other[other.length - 1] = (other.at(-1) ?? 0) + 1;
  return encode(0x30, other, ...parameters.map(({ whole }) => whole));
}

function fields(tbs: Buffer): Buffer[] {
  return readElements(readElements(tbs)[0]?.content ?? Buffer.alloc(0)).map(({ whole }) => whole);
}

/** A linear congruential generator of numbers below `limit`: the same in every run. */
export function generator(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % limit;
  };
}
