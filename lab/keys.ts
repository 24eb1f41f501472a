import { createPrivateKey, createPublicKey, type webcrypto } from 'node:crypto';

export type Keys = webcrypto.CryptoKeyPair;
export type Hash = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';

const { subtle } = globalThis.crypto;

export async function exportPrivateKey(keys: Keys): Promise<string> {
  const pkcs8 = Buffer.from(await subtle.exportKey('pkcs8', keys.privateKey));
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }).export({
    format: 'pem',
    type: 'pkcs8',
  }) as string;
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

function importParameters(
  type: string | undefined,
  curve: string | undefined,
): EcKeyImportParams | RsaHashedImportParams | { name: string } {
  if (type === 'ec') return { name: 'ECDSA', namedCurve: curve === 'secp384r1' ? 'P-384' : 'P-256' };
  if (type === 'rsa') return { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  if (type === 'ed25519') return { name: 'Ed25519' };
  throw new Error(`The lab cannot read a ${type ?? 'secret'} key`);
}
