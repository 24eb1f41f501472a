import { expect, test } from 'vitest';
import type { ReportTrust } from '@/lib/trust/types';
import { trustSentence, trustWords } from './trust-words';

const trust: ReportTrust = {
  verify: true,
  source: 'server',
  roots: 'bundle',
  bundle: { path: '/etc/ssl/corp.pem', certificates: 2, sha256: '00' },
  trail: [],
};

test('names the file and who chose it', () => {
  expect(trustSentence(trust, true)).toBe('Verified against /etc/ssl/corp.pem, because this server says so.');
  expect(trustSentence({ ...trust, roots: 'bundle+public' }, false)).toMatch(
    /^Checked against \/etc\/ssl\/corp.pem and the public/,
  );
  expect(trustWords(trust)).toMatchObject({ words: '/etc/ssl/corp.pem', isPath: true, because: null });
});

test('a bundle that could not be read is not taken for the public roots', () => {
  const unreadable = { ...trust, source: 'env:SSL_VERIFY', bundle: null } as const;
  expect(trustSentence(unreadable, false)).toMatch(/^No bundle that could be used/);
  expect(trustWords(unreadable)).toMatchObject({ words: 'no usable bundle', because: 'SSL_VERIFY' });
});

test('disabled verification is never silent', () => {
  const off = { ...trust, verify: false, source: 'env:SSL_VERIFY', roots: 'none', bundle: null } as const;
  expect(trustWords(off)).toMatchObject({ verify: false, words: 'nothing (disabled)', because: 'SSL_VERIFY' });
  expect(trustSentence(off, true)).toBe('Nothing was verified, because SSL_VERIFY says so.');
});
