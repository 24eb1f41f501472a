import { expect, test } from 'vitest';
import { found, reports } from './reports.fixture';
import { countWords, explainedBy, reasonWords, refusalWords } from './verdict-words';

const [python] = reports.no_aki.clients;

test('a refusal is explained by the finding with its OpenSSL code, though a worse one names the client too', () => {
  const findings = [
    found('certificate_expired', { clients: ['python-3.13'] }),
    found('missing_authority_key_identifier', {
      severity: 'warning',
      clients: ['python-3.13'],
      rule: { extension: null, section: '4.2.1.1', openssl_code: 85 },
    }),
  ];
  expect(python && explainedBy(python, findings)).toBe(1);
  expect(python && explainedBy({ ...python, code: 10 }, findings)).toBe(0);
  expect(python && explainedBy({ ...python, client: 'curl' }, findings)).toBeNull();
  expect(python && explainedBy({ ...python, verdict: 'accept' }, findings)).toBeNull();
});

test('a refusal for the date is not explained by the host name, though that finding comes first', () => {
  const clients = ['python-3.13' as const];
  const findings = [found('hostname_mismatch', { clients }), found('certificate_expired', { clients })];
  expect(python && explainedBy({ ...python, code: 10 }, findings)).toBe(1);
  expect(python && explainedBy({ ...python, code: 64 }, findings)).toBe(0);
  expect(python && explainedBy({ ...python, code: 99 }, findings)).toBe(0);
});

test('the reason names its code, and the certificate where it is not the leaf', () => {
  expect(python && reasonWords(python, reports.no_aki)).toBe('Missing Authority Key Identifier (85)');
  const [first] = reports.unknown_root_sent.clients;
  expect(first && reasonWords(first, reports.unknown_root_sent)).toMatch(/\(19\), about Acme Private Root$/);
});

test('without openssl nothing is guessed', () => {
  const { clients } = reports.no_openssl;
  expect(countWords(clients)).toBe('Not known whether other clients accept it.');
  expect(clients[0] && reasonWords(clients[0], reports.no_openssl)).toMatch(/Install OpenSSL/);
  expect(refusalWords(reports.no_openssl)).toBeNull();
});

test('counts who accepts', () => {
  expect(countWords(reports.no_aki.clients)).toBe('4 of 5 clients accept it.');
  expect(countWords(reports.all_good.clients)).toBe('All 5 clients accept it.');
  expect(countWords(reports.self_signed.clients)).toBe('No client accepts it.');
});

test('says who refuses a server that works from here, and why', () => {
  expect(refusalWords(reports.no_aki)).toBe('Python 3.13+ refuses: a certificate does not say which key signed it');
  expect(refusalWords(reports.disabled)).toMatch(/^Every client refuses: the certificate is self-signed/);
  expect(refusalWords(reports.all_good)).toBeNull();
});
