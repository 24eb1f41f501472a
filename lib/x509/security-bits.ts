import type { Certificate } from './certificate';

/**
 * How strong a certificate's key is, in bits of security as OpenSSL counts them (NIST SP 800-57 part 1, table 2):
 * RSA 1024 has 80, RSA 2048 and P-224 have 112. Null for keys that are not measured this way.
 */
export function securityBits({ publicKey, rsaBits }: Pick<Certificate, 'publicKey' | 'rsaBits'>): number | null {
  if (rsaBits !== null) return rsaSecurity.find(([modulus]) => rsaBits >= modulus)?.[1] ?? 0;
  const curve = /^EC .*?(\d{3})/.exec(publicKey)?.[1];
  return curve ? Math.floor(Number(curve) / 2) : null;
}

const rsaSecurity: [number, number][] = [
  [15360, 256],
  [7680, 192],
  [3072, 128],
  [2048, 112],
  [1024, 80],
];

/** What OpenSSL's security levels ask of keys and signatures (SSL_CTX_set_security_level(3)). */
export const bitsOfLevel = { 1: 80, 2: 112 } as const;
