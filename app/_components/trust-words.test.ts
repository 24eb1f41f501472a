import { expect, test } from 'vitest';
import type { ReportTrust } from '@/lib/trust/types';
import { trustWords } from './trust-words';

const trust: ReportTrust = {
  verify: true,
  source: 'server',
  roots: 'bundle',
  bundle: { path: '/etc/ssl/corp.pem', certificates: 2, sha256: '00', id: null, name: null },
  trail: [],
};

test('names the file, and who chose it where that is not the server', () => {
  expect(trustWords(trust)).toMatchObject({ words: '/etc/ssl/corp.pem', isPath: true, because: null });
  expect(trustWords({ ...trust, source: 'env:SSL_CERT_FILE' }).because).toBe('SSL_CERT_FILE');
  expect(trustWords({ ...trust, source: 'default', roots: 'public', bundle: null })).toMatchObject({
    words: 'public roots',
    because: null,
  });
});

test('names a managed bundle as people know it', () => {
  const bundle = { path: '/data/bundles/b1.pem', certificates: 2, sha256: '00', id: 'b1', name: 'Corp bundle' };
  expect(trustWords({ ...trust, bundle })).toMatchObject({ words: 'Corp bundle', isPath: false });
});

test('a bundle that could not be read is not taken for the public roots', () => {
  const unreadable = { ...trust, source: 'env:SSL_VERIFY', bundle: null } as const;
  expect(trustWords(unreadable)).toMatchObject({ words: 'no usable bundle', because: 'SSL_VERIFY' });
});

test('disabled verification is never silent', () => {
  const off = { ...trust, verify: false, source: 'env:SSL_VERIFY', roots: 'none', bundle: null } as const;
  expect(trustWords(off)).toMatchObject({ verify: false, words: 'nothing (disabled)', because: 'SSL_VERIFY' });
});
