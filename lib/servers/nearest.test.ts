import { expect, it } from 'vitest';
import { nearestKey } from './nearest';
import { serverFields, unknownFields } from './unknown-fields';

it.each([
  ['ssl_verfiy', 'ssl_verify'],
  ['sslVerify', 'ssl_verify'],
  ['ssl-verify', 'ssl_verify'],
  ['SSL_VERIFY', 'ssl_verify'],
  ['verify_ssl', 'ssl_verify'],
  ['include_public_root', 'include_public_roots'],
  ['tranport', 'transport'],
  ['urls', 'url'],
  ['ur', 'url'],
  ['command', null],
  ['', null],
  ['x'.repeat(1_000_000), null],
])('takes %s for %s', (key, meant) => {
  expect(nearestKey(key, serverFields)).toBe(meant);
});

it('keeps a sentence about a strange key short and printable', () => {
  const [sentence] = unknownFields({ [`a\u0000\u001b[31m${'x'.repeat(10_000)}`]: 1 });
  expect(sentence).toMatch(/^`a\?\?\[31mx+…`: not a field/);
  expect(sentence?.length).toBeLessThan(120);
});
