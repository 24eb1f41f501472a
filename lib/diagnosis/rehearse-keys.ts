import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { processState } from '../process-state';
import type { Certificate } from '../x509/certificate';
import { contentOf, readElements } from '../x509/der';
import type { RawTbs } from './reissue-tbs';

export interface ThrowAwayKey {
  privateKey: KeyObject;
  /** SubjectPublicKeyInfo in DER. */
  publicKeyInfo: Buffer;
}

/** What a throw-away key has to share with the real one: that it is strong enough, or by how much it is not. */
export type KeyStrength = { kind: 'ec'; curve: string } | { kind: 'rsa'; bits: number };

export const strong: KeyStrength = { kind: 'ec', curve: 'prime256v1' };

/**
 * The strength of a certificate's key as OpenSSL's security levels see it: 80 bits and 112 are their limits. Null for
 * kinds of keys whose weakness cannot be copied. Throws RangeError when the key cannot be read.
 */
export function strengthOf({ x509, rsaBits }: Certificate, { publicKeyInfo }: RawTbs): KeyStrength | null {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = x509.publicKey;
  if (type === 'ed25519' || type === 'ed448') return strong;
  if (rsaBits !== null) {
    if (rsaBits >= 2048) return strong;
    return { kind: 'rsa', bits: rsaBits >= 1024 ? 1024 : 768 };
  }
  const [algorithm] = readElements(contentOf(publicKeyInfo, 0x30));
  const [, parameters] = readElements(algorithm?.content ?? Buffer.alloc(0));
  // Explicit curve parameters are refused under X509_V_FLAG_X509_STRICT, and Node makes no such key.
  if (type !== 'ec' || parameters?.tag !== 0x06 || !details?.namedCurve) return null;
  const size = Number(/\d{3}/.exec(details.namedCurve)?.[0] ?? 0);
  return size >= 224 ? strong : { kind: 'ec', curve: details.namedCurve };
}

/** RSA keys take some ten milliseconds to make, so those of a process are used again. They never leave it. */
const spare = processState('rehearsal-keys', () => new Map<string, Promise<ThrowAwayKey>>());

/**
 * A key that was made for rehearsals and is good for nothing else. Different `slot`s have different keys. Rejects when
 * OpenSSL does not make keys of that kind.
 */
export function throwAwayKey(strength: KeyStrength, slot: number): Promise<ThrowAwayKey> {
  if (strength.kind === 'ec') return makeKey(strength);
  const name = `${strength.bits}/${slot}`;
  const known = spare.get(name) ?? makeKey(strength);
  spare.set(name, known);
  return known;
}

const generate = promisify(generateKeyPair);

async function makeKey(strength: KeyStrength): Promise<ThrowAwayKey> {
  const { privateKey, publicKey } =
    strength.kind === 'ec'
      ? await generate('ec', { namedCurve: strength.curve })
      : await generate('rsa', { modulusLength: strength.bits });
  return { privateKey, publicKeyInfo: publicKey.export({ type: 'spki', format: 'der' }) };
}
