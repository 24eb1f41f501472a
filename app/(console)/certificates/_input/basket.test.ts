import { expect, test } from 'vitest';
import type { CertificateRecord } from '@/lib/bundles/dto';
import { type Basket, basketReducer, contentOf, uncompared } from './basket';

function certificate(name: string): CertificateRecord {
  return {
    subject: `CN=${name}`,
    issuer: `CN=${name}`,
    subject_alt_names: [],
    not_before: '2026-01-01T00:00:00.000Z',
    not_after: '2036-01-01T00:00:00.000Z',
    public_key: 'EC P-256',
    signature_algorithm: 'ecdsa-with-SHA256',
    is_ca: true,
    kind: 'root',
    sha256: name,
    subject_key_id: null,
    authority_key_id: null,
    pem: `<${name}>`,
  };
}

const add = (basket: Basket, names: string[], server: string | null = null) =>
  basketReducer(basket, {
    type: 'add',
    certificates: names.map(certificate),
    from: server ?? 'pasted',
    server,
  });

test('every certificate is in it once, in the order in which they came', () => {
  const basket = add(add([], ['a', 'b']), ['b', 'c']);
  expect(contentOf(basket).pem).toBe('<a><b><c>');
  expect(contentOf(basketReducer(basket, { type: 'remove', sha256: 'b' })).pem).toBe('<a><c>');
});

test('what only a server has shown is saved with the comparison, and waits for it', () => {
  const basket = add(add([], ['a']), ['b'], 'mcp.corp:443');
  expect(uncompared(basket).map((one) => one.certificate.sha256)).toEqual(['b']);
  expect(contentOf(basket).confirmed).toEqual([]);
  const compared = basketReducer(basket, { type: 'compare', sha256: 'b', isCompared: true });
  expect(uncompared(compared)).toEqual([]);
  expect(contentOf(compared).confirmed).toEqual([{ sha256: 'b', server: 'mcp.corp:443' }]);
});

test('a certificate that came from a person as well needs no comparison, whichever came first', () => {
  expect(uncompared(add(add([], ['a'], 'mcp.corp:443'), ['a']))).toEqual([]);
  expect(uncompared(add(add([], ['a']), ['a'], 'mcp.corp:443'))).toEqual([]);
});

test('a server does not vouch for what another server has shown', () => {
  expect(uncompared(add(add([], ['a'], 'one:443'), ['a'], 'two:443'))).toHaveLength(1);
});
