import { expect, test } from 'vitest';
import { bundleTitle, decisionSentence, resultSentence } from './sentence';
import type { ReportTrust } from './types';

const trust: ReportTrust = {
  verify: true,
  source: 'server',
  roots: 'bundle',
  bundle: { path: '/etc/ssl/corp.pem', certificates: 2, sha256: '00', id: null, name: null },
  trail: [],
};

test('names the file and who chose it', () => {
  const words = 'Verified against /etc/ssl/corp.pem, because this server says so.';
  expect(decisionSentence(trust)).toBe(words);
  expect(resultSentence(trust, true)).toBe(words);
  expect(resultSentence({ ...trust, roots: 'bundle+public' }, false)).toBe(
    'Checked against /etc/ssl/corp.pem and the public roots, because this server says so.',
  );
  expect(decisionSentence({ ...trust, source: 'default', roots: 'public', bundle: null })).toBe(
    'Verified against the public roots, because nothing else is set.',
  );
});

test('says that SSL_CERT_FILE names the file where another setting turned verification on', () => {
  const trail = [{ input: 'SSL_CERT_FILE', value: '/etc/ssl/corp.pem', used: true, note: '' }];
  const named = 'Verified against /etc/ssl/corp.pem (the file SSL_CERT_FILE names), because this server says so.';
  expect(decisionSentence({ ...trust, trail })).toBe(named);
  expect(resultSentence({ ...trust, trail }, true)).toBe(named);
  expect(decisionSentence({ ...trust, trail, source: 'env:SSL_CERT_FILE' })).toBe(
    'Verified against /etc/ssl/corp.pem, because SSL_CERT_FILE names it and nothing else is set.',
  );
  expect(decisionSentence({ ...trust, trail: [{ ...trail[0], used: false }] as ReportTrust['trail'] })).not.toMatch(
    'SSL_CERT_FILE',
  );
});

test('calls a managed bundle by its name', () => {
  const managed = { path: '/data/bundles/1.pem', certificates: 2, sha256: '00', id: '1', name: 'Corp' };
  expect(bundleTitle(managed)).toBe('the bundle "Corp"');
  expect(bundleTitle({ path: '/etc/ssl/corp.pem', name: null })).toBe('the bundle /etc/ssl/corp.pem');
  expect(decisionSentence({ ...trust, bundle: managed })).toBe(
    'Verified against the bundle "Corp", because this server says so.',
  );
  expect(resultSentence({ ...trust, roots: 'bundle+public', bundle: managed }, false)).toBe(
    'Checked against the bundle "Corp" and the public roots, because this server says so.',
  );
});

test('a bundle that could not be read is not taken for the public roots', () => {
  const unreadable = { ...trust, source: 'env:SSL_VERIFY', bundle: null } as const;
  for (const sentence of [decisionSentence(unreadable), resultSentence(unreadable, false)]) {
    expect(sentence).toMatch(/^No bundle that could be used/);
  }
});

test('disabled verification is never silent', () => {
  const off = { ...trust, verify: false, source: 'env:SSL_VERIFY', roots: 'none', bundle: null } as const;
  expect(decisionSentence(off)).toBe('Not verified, because SSL_VERIFY says so.');
  expect(resultSentence(off, true)).toBe('Nothing was verified, because SSL_VERIFY says so.');
});
