import { createPrivateKey, createPublicKey, type webcrypto } from 'node:crypto';

export type KeyAlgorithm = 'ec-p256' | 'ec-p384' | 'rsa-2048' | 'rsa-1024' | 'ed25519';
export type Keys = webcrypto.CryptoKeyPair;
export type Hash = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';

const { subtle } = globalThis.crypto;

export async function generateKeys(algorithm: KeyAlgorithm = 'ec-p256'): Promise<Keys> {
  return (await subtle.generateKey(generateParameters(algorithm), true, ['sign', 'verify'])) as Keys;
}

export async function exportPrivateKey(keys: Keys): Promise<string> {
  const pkcs8 = Buffer.from(await subtle.exportKey('pkcs8', keys.privateKey));
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }).export({ format: 'pem', type: 'pkcs8' }) as string;
}

export async function importKeys(privateKeyPem: string): Promise<Keys> {
  const privateKey = createPrivateKey(privateKeyPem);
  const parameters = importParameters(privateKey.asymmetricKeyType, privateKey.asymmetricKeyDetails?.namedCurve);
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return {
    privateKey: await subtle.importKey('pkcs8', pkcs8, parameters, true, ['sign']),
    publicKey: await subtle.importKey('spki', spki, parameters, true, ['verify']),
  };
}

/** An RSA CryptoKey is bound to one hash; signing with another needs the same key imported again. */
export async function signingKey(keys: Keys, hash: Hash): Promise<webcrypto.CryptoKey> {
  const { name } = keys.privateKey.algorithm;
  if (name !== 'RSASSA-PKCS1-v1_5') return keys.privateKey;
  const pkcs8 = await subtle.exportKey('pkcs8', keys.privateKey);
  return subtle.importKey('pkcs8', pkcs8, { name, hash }, false, ['sign']);
}

function generateParameters(algorithm: KeyAlgorithm): EcKeyGenParams | RsaHashedKeyGenParams | { name: string } {
  switch (algorithm) {
    case 'ec-p256':
      return { name: 'ECDSA', namedCurve: 'P-256' };
    case 'ec-p384':
      return { name: 'ECDSA', namedCurve: 'P-384' };
    case 'ed25519':
      return { name: 'Ed25519' };
    default: {
      const modulusLength = algorithm === 'rsa-1024' ? 1024 : 2048;
      return { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength, publicExponent: new Uint8Array([1, 0, 1]) };
    }
  }
}

function importParameters(type: string | undefined, curve: string | undefined): EcKeyImportParams | RsaHashedImportParams | { name: string } {
  if (type === 'ec') return { name: 'ECDSA', namedCurve: curve === 'secp384r1' ? 'P-384' : 'P-256' };
  if (type === 'rsa') return { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  if (type === 'ed25519') return { name: 'Ed25519' };
  throw new Error(`The lab cannot read a ${type ?? 'secret'} key`);
}
