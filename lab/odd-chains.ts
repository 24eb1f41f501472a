import './reflect-api';
import { Extension } from '@peculiar/x509';
import { daysFromNow, type Issued, type IssueOptions, issueCertificate } from './certificates';
import { elementsOf, encode } from './der';
import type { Keys } from './keys';
import { asVersion1, asVersion1WithoutExtensions, asVersion2, withOtherAlgorithmInside } from './spoil';

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
  'version 1': () => ({ editTbs: asVersion1WithoutExtensions }),
  'version 2': () => ({ editTbs: (tbs) => asVersion2(withoutExtensions(tbs)) }),
  'version 3 without extensions': () => ({ editTbs: withoutExtensions }),
  'version 1 with extensions': () => ({ editTbs: asVersion1 }),
  'version 2 with extensions': () => ({ editTbs: asVersion2 }),
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

/** `length` certificates, all in order but the one at `odd` (0 is the leaf). Keys serve again and again. */
export async function chainWithOne(keys: Keys[], length: number, odd: number, oddity: Oddity): Promise<Issued[]> {
  const chain: Issued[] = [];
  for (let depth = length - 1; depth >= 0; depth -= 1) {
    const isCa = depth > 0;
    const subject = subjectAt(isCa && depth === length - 1 ? 3 : depth);
    const issued = { subject, isCa, issuer: chain[0], keys: keys[depth], ...(depth === odd ? oddity(isCa) : {}) };
    chain.unshift(await issueOdd(issued));
  }
  return chain;
}

/** A small world of CAs in which names, keys and certificates come more than once, cross-signed and renewed ones included. */
export async function randomChain(keys: Keys[], seed: number): Promise<OddChain> {
  const random = generator(seed);
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  const share = pick([0, 10, 25]);
  const namesKeys = random(3) > 0;
  const issue = (options: IssueOptions) => {
    const odd = {
      ...(namesKeys ? {} : { authorityKeyId: 'omit' as const }),
      ...(random(100) < share ? pick(Object.values(oddities))(options.isCa ?? false) : {}),
      ...(random(300) < share ? pick(Object.values(disturbances))(options.isCa ?? false) : {}),
    };
    return issueOdd({ ...options, ...odd });
  };
  const pool: Issued[] = [];
  for (let count = 3 + random(6); count > 0; count -= 1) {
    const level = pool.length === 0 ? 0 : random(3);
    const issuer = level > 0 || random(4) === 0 ? pool[random(pool.length || 1)] : undefined;
    // Most often a name goes with a key; else two CAs have one name, or one CA has two.
    const keyPair = keys[1 + (random(5) > 0 ? level : random(keys.length - 1))];
    pool.push(await issue({ subject: subjectAt(3 - level), isCa: true, issuer, keys: keyPair }));
  }
  const issuer = random(12) === 0 ? undefined : pick(pool);
  const leaf = await issue({ subject: subjectAt(0), issuer, keys: pick(keys) });
  const shuffled = pool.map((one) => ({ one, at: random(1000) })).sort((a, b) => a.at - b.at);
  const sent = shuffled.filter(() => random(10) < 7).map(({ one }) => one);
  const anchors = pool.filter(({ certificate }) => random(10) < (certificate.issuer === certificate.subject ? 6 : 2));
  if (random(8) === 0) anchors.splice(random(anchors.length + 1), 0, leaf);
  return { title: `seed ${seed}`, sent: [leaf, ...sent], anchors };
}

/** Only a certificate with an issuer can name its issuer's serial number. */
function issueOdd(options: IssueOptions): Promise<Issued> {
  const isOwnIssuer = !options.issuer && options.authorityKeyId === 'serial-only';
  return issueCertificate(isOwnIssuer ? { ...options, authorityKeyId: 'omit' } : options);
}

function subjectAt(depth: number): string {
  return `CN=${['Leaf', 'Issuing', 'Middle', 'Root'][depth]},O=Odd Chains`;
}

function withoutExtensions(tbs: Buffer): Buffer {
  return encode(0x30, ...elementsOf(tbs).filter((field) => field[0] !== 0xa3));
}

/** A signature by another kind of key is left alone. */
function withOtherAlgorithm(tbs: Buffer): Buffer {
  return tbs.includes(ecdsaWithSha256) ? withOtherAlgorithmInside(tbs) : tbs;
}

const ecdsaWithSha256 = Buffer.from('06082a8648ce3d040302', 'hex');

/** Numbers from 0 to below `limit`, the same in every run: a linear congruential generator, of which the high bits are good. */
export function generator(seed: number): (limit: number) => number {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}
