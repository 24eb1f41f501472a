import { expect, test } from 'vitest';
import { diagnosisMarkdown, reportMarkdown } from './markdown';
import { block, code, plain } from './markdown-text';
import type { Report } from './report';

const hostile = 'a|b `x` <img src=x> [y](http://z)\n# head';
const report: Report = {
  ok: false,
  checked_at: '2026-11-22T10:00:00.000Z',
  duration_ms: 31,
  server: { id: null, url: 'https://mcp.corp/mcp', transport: 'http' },
  trust: { verify: true, source: 'default', roots: 'public', bundle: null, trail: [] },
  stages: [
    { name: 'dns', status: 'ok', duration_ms: 1.4, detail: hostile },
    { name: 'tools', status: 'skipped', duration_ms: 0, detail: '' },
  ],
  tls: {
    protocol: 'TLSv1.3',
    cipher: null,
    authorized: false,
    authorization_error: null,
    chain: [
      {
        position: 0,
        subject: hostile,
        issuer: 'CN=Corp Issuing',
        serial: '01',
        not_before: '2026-10-01T00:00:00.000Z',
        not_after: '2027-01-29T00:00:00.000Z',
        sha256: 'AA:BB',
        subject_alt_names: [],
        is_ca: false,
        public_key: 'EC P-256',
        signature_algorithm: 'ecdsa-with-SHA256',
        pem: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
      },
    ],
    path: [],
  },
  findings: [
    {
      code: 'missing_intermediate',
      severity: 'error',
      certificate: 0,
      sha256: 'AA:BB',
      title: 'The server does not send its intermediate certificate',
      detail: 'It sent one.\nNo more.',
      fix: 'Send both.',
      clients: ['node', 'curl'],
      rule: { extension: null, section: '4.2.1.1', openssl_code: 85 },
    },
  ],
  clients: [{ client: 'node', verdict: 'reject', code: 20, depth: 0, reason: 'no issuer | found' }],
  judge: { openssl: 'OpenSSL 3.0.19', note: null },
  repairs: [
    {
      id: 'r',
      kind: 'send_chain',
      title: 'Send the chain',
      detail: 'All of it.',
      proven: false,
      rehearsed: true,
      ssl_verify: null,
      ca_bundle_id: null,
      url: null,
      bundle_pem: null,
      accepted_by: ['node'],
      compare: [{ subject: 'CN=Root', sha256: 'CC:DD' }],
      steps: [{ tool: 'nginx', text: 'echo "```" >x' }],
    },
  ],
  mcp: null,
  error: { code: 'missing_intermediate', message: 'The server does not send its intermediate certificate' },
};

test('tells what was tested, the result, each stage, the chain, the verdicts, what to do, and ends with the PEM', () => {
  const text = reportMarkdown(report);
  expect(text).toMatch(/^# Not connected: `https:\/\/mcp\.corp\/mcp`\n/);
  expect(text).toContain(
    'Checked against the public roots, because nothing else is set. Tested with Vouch, 2026-11-22',
  );
  expect(text).toContain('| Node | ✘ refuses | no issuer \\| found (20) |');
  expect(text).toContain('### ✘ Error: The server does not send its intermediate certificate (`missing_intermediate`)');
  expect(text).toContain('It sent one.  \nNo more.');
  expect(text).toContain('RFC 5280 section 4.2.1.1, OpenSSL 85. Node and curl refuse because of it.');
  expect(text).toContain('**Rehearsed**: Node accepts it then.');
  expect(text).toContain('- CN=Root: SHA-256 `CC:DD`');
  expect(text).toMatch(/<details>[\s\S]*BEGIN CERTIFICATE[\s\S]*<\/details>$/);
});

test('what a server says stays in its cell and is never markup', () => {
  const [text = ''] = reportMarkdown(report).split('<details>');
  const rows = text.split('\n').filter((line) => line.startsWith('| '));
  for (const row of rows) expect([3, 4, 6]).toContain(row.split(/(?<!\\)\|/).length - 2);
  expect(text).not.toContain('<img');
  expect(text).not.toMatch(/^# head/m);
  expect(text).not.toContain('[y](');
});

test('a block of commands with back-ticks in it is not ended by them', () => {
  expect(reportMarkdown(report)).toContain('````\necho "```" >x\n````');
  expect(block('a')).toBe('```\na\n```');
  expect(code('a`b')).toBe('``a`b``');
  expect(code('`')).toBe('`` ` ``');
  expect(plain('a\nb|c')).toBe('a b\\|c');
});

test('the path is told with what is missing and what is trusted, and what was sent besides', () => {
  const sent = report.tls?.chain[0];
  const path = [
    { origin: 'missing', role: 'intermediate', position: null, is_anchor: false, subject: 'CN=Gap', sha256: null },
    { origin: 'bundle', role: 'root', position: null, is_anchor: true, subject: 'CN=Root', sha256: 'EE' },
  ].map((node) => ({ issuer: null, not_before: null, not_after: null, public_key: null, ...node }));
  const text = reportMarkdown({ ...report, tls: { ...report.tls, chain: [sent], path } } as Report);
  expect(text).toContain('| CN=Gap | intermediate | **missing** |');
  expect(text).toContain('| CN=Root | root | in the bundle, trusted |');
  expect(text).toContain('| leaf | sent, not used | 2026-10-01 to 2027-01-29 |');
});

test('a chain that was inspected on its own is told the same way', () => {
  const { tls, findings, clients, judge, repairs, checked_at } = report;
  const diagnosis = { tls, findings, clients, judge, repairs };
  const text = diagnosisMarkdown({
    ...diagnosis,
    subject: 'a pasted chain',
    checked_at,
    sentence: 'Against X.',
    ok: true,
  });
  expect(text).toMatch(/^# Accepted: `a pasted chain`\n\nAgainst X\. Tested with Vouch/);
  expect(text).toContain('## Findings');
});

test('a report of a server that was never reached has no empty parts', () => {
  const text = reportMarkdown({ ...report, tls: null, clients: [], judge: null, repairs: [], findings: [] });
  expect(text).not.toMatch(/## |<details>|\n{3}/);
});
