import { hkdfSync } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { deriveKey } from './derive-key';

afterEach(() => vi.unstubAllEnvs());

test('a derived key is HKDF-SHA256 of the secret key, and another one for another label or key', () => {
  vi.stubEnv('VOUCH_SECRET_KEY', 'ab'.repeat(32));
  const key = deriveKey('sessions');
  const wanted = hkdfSync('sha256', Buffer.from('ab'.repeat(32), 'hex'), '', 'sessions', 32);
  expect(key.equals(Buffer.from(wanted))).toBe(true);
  expect(deriveKey('sessions').equals(key)).toBe(true);
  expect(deriveKey('other').equals(key)).toBe(false);
  vi.stubEnv('VOUCH_SECRET_KEY', 'cd'.repeat(32));
  expect(deriveKey('sessions').equals(key)).toBe(false);
});
