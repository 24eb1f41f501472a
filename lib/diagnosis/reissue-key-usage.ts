import { contentOf, readElements } from '../x509/der';
import { decodeOid } from './reissue-der';
import type { RawTbs } from './reissue-tbs';

/** In the order of their bits (RFC 5280 section 4.2.1.3); the names are those of OpenSSL's configuration. */
export const keyUsageNames = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;
export type KeyUsageName = (typeof keyUsageNames)[number];

export const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

/** What a server's key, or a CA's, has to be allowed, and what it was allowed besides. */
export function correctKeyUsage(
  tbs: RawTbs,
  { isCa, isLeaf, hasRsaKey }: { isCa: boolean; isLeaf: boolean; hasRsaKey: boolean },
): KeyUsageName[] {
  const before = readKeyUsage(tbs);
  const wanted = new Set(before ?? []);
  if (isCa) {
    wanted.add('keyCertSign');
    if (!before) wanted.add('cRLSign');
  } else {
    wanted.delete('keyCertSign');
    wanted.delete('cRLSign');
  }
  if (!hasRsaKey) wanted.delete('keyEncipherment');
  const serves = wanted.has('digitalSignature') || wanted.has('keyEncipherment') || wanted.has('keyAgreement');
  if (isLeaf && !serves) {
    wanted.add('digitalSignature');
    if (hasRsaKey) wanted.add('keyEncipherment');
  }
  return keyUsageNames.filter((name) => wanted.has(name));
}

/** The purposes as they are, with serverAuth among them; none where there were none, unless they are `needed`. */
export function correctPurposes(tbs: RawTbs, needed: boolean): { oids: string[]; isCritical: boolean } | null {
  const extension = tbs.extensions.find(({ oid }) => oid === '2.5.29.37');
  if (!extension) return needed ? { oids: [SERVER_AUTH], isCritical: false } : null;
  const before = orElse(() => readElements(contentOf(extension.value, 0x30)).map((one) => decodeOid(one.content)), []);
  return {
    oids: before.includes(SERVER_AUTH) ? before : [SERVER_AUTH, ...before],
    isCritical: extension.isCritical,
  };
}

function readKeyUsage(tbs: RawTbs): KeyUsageName[] | null {
  const extension = tbs.extensions.find(({ oid }) => oid === '2.5.29.15');
  if (!extension) return null;
  return orElse(() => {
    const content = contentOf(extension.value, 0x03);
    return keyUsageNames.filter((_, bit) => ((content[1 + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) !== 0);
  }, null);
}

/** An extension that cannot be read counts as absent, as everywhere. */
function orElse<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
