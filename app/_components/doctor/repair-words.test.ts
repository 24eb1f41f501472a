import { expect, test } from 'vitest';
import { orderFindings } from './order-findings';
import { fingerprintGroups, isApplicable, proofWords } from './repair-words';
import { reportFileName } from './report-file-name';
import { found, repair } from './reports.fixture';

test('proven is said only of what was tried, with who accepts then', () => {
  expect(proofWords(repair('a'))).toBe('proven: all 5 clients accept');
  expect(proofWords(repair('a', { accepted_by: ['python-3.13', 'curl'] }))).toBe(
    'proven: Python 3.13+ and curl accept',
  );
  expect(proofWords(repair('a', { accepted_by: ['node'] }))).toBe('proven: Node accepts');
  expect(proofWords(repair('a', { proven: false, rehearsed: true }))).toBe('rehearsed: all 5 clients accept');
  expect(proofWords(repair('a', { proven: false, accepted_by: [] }))).toBe('not tried');
});

test('only what Vouch itself can set may be applied', () => {
  expect(isApplicable(repair('a', { bundle_pem: null }))).toBe(false);
  expect(isApplicable(repair('a', { bundle_pem: null, url: 'https://other/' }))).toBe(true);
  expect(isApplicable(repair('a', { bundle_pem: null, url: 'https://other/' }))).toBe(true);
  expect(isApplicable(repair('a', { bundle_pem: null, ca_bundle_id: 'b1' }))).toBe(true);
});

test('a fingerprint is shown whole, in groups of four bytes, whatever form it comes in', () => {
  const hex = 'ab'.repeat(32);
  const groups = fingerprintGroups(hex);
  expect(groups).toHaveLength(8);
  expect(groups[0]).toBe('AB:AB:AB:AB');
  expect(fingerprintGroups(groups.join(':'))).toEqual(groups);
});

test('the finding that decided comes first, then what is worst, and each keeps its place in the report', () => {
  const findings = [
    found('expires_soon', { severity: 'info' }),
    found('certificate_expired'),
    found('unknown_ca'),
    found('no_subject_alternative_name', { severity: 'warning' }),
  ];
  expect(orderFindings(findings, 'unknown_ca').map(({ index }) => index)).toEqual([2, 1, 3, 0]);
});

test('the file of a report has a name that every file system takes', () => {
  expect(reportFileName('payments', '2026-11-22T10:00:00.000Z')).toBe('vouch-payments-2026-11-22.json');
  expect(reportFileName('../a b/c:"x"', '2026-11-22T10:00:00.000Z')).toBe('vouch-a-b-c-x-2026-11-22.json');
  expect(reportFileName('', '2026-11-22T10:00:00.000Z')).toBe('vouch-report-2026-11-22.json');
});
