import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { Role } from '@/lib/access/roles';
import type { Report } from '@/lib/diagnosis/report';
import { RoleProvider } from '../role';
import { ChainPicture } from './chain-picture';
import { CompactDiagnosis } from './compact-diagnosis';
import { FindingCard } from './finding-card';
import { type Applying, RepairList } from './repair-list';
import { checkedAt, reports } from './reports.fixture';
import { VerdictTable } from './verdict-table';

const now = Date.parse(checkedAt);
const applying: Applying = {
  apply: async () => ({ ok: true, value: { changes: [] } }),
  isBlocked: false,
  onApplied() {},
};

function words(node: ReactNode): string {
  const html = renderToStaticMarkup(<MantineProvider>{node}</MantineProvider>).replaceAll(/<style.*?<\/style>/gs, '');
  return html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll(/\s+/g, ' ');
}

test('every mark of the picture is a word too, and leads to its finding', () => {
  const html = renderToStaticMarkup(<ChainPicture diagnosis={reports.expired_intermediate} now={now} />);
  expect(html).toMatch(/href="#finding-0"[^>]*>.*expired/);
  expect(words(<ChainPicture diagnosis={reports.expired_intermediate} now={now} />)).toMatch(
    /Corp Issuing 2 intermediate · EC P-256 Error: expired 10 days ago/,
  );
});

test('each certificate says where it comes from, also where the heading stands over several', () => {
  const said = words(<ChainPicture diagnosis={reports.no_aki} now={now} />);
  expect(said.match(/Sent by the server/g)).toHaveLength(2);
  expect(said).toMatch(/In your bundle Corp Root/);
  expect(said.match(/signed by/g)).toHaveLength(2);
});

test('a verdict is a word, its reason and a way to its cause', () => {
  const said = words(<VerdictTable diagnosis={reports.no_aki} />);
  expect(said).toMatch(
    /Python 3\.13 and later .* Refuses Missing Authority Key Identifier \(85\) A certificate does not/,
  );
  expect(said).toMatch(/curl .* Accepts/);
  expect(said).toContain('Judged by OpenSSL 3.0.19');
  expect(words(<VerdictTable diagnosis={reports.no_openssl} />)).toContain('there is no openssl command');
});

test('a finding names its certificate, sent or not, its rule, and who refuses because of it', () => {
  const [, keyUsage] = reports.no_aki.findings;
  const said = keyUsage ? words(<FindingCard finding={keyUsage} tls={reports.no_aki.tls} />) : '';
  expect(said).toContain('Corp Root, not sent');
  expect(said).toContain('Python 3.13+ refuses because of it · RFC 5280 section 4.2.1.3 · OpenSSL 92');
});

test('only what Vouch can set has Apply, for who may, and nothing has where the server cannot be changed', () => {
  const { repairs } = reports.missing_intermediate;
  const shown = (role: Role, how: Applying | null) =>
    words(
      <RoleProvider role={role}>
        <RepairList repairs={repairs} applying={how} />
      </RoleProvider>,
    );
  expect(shown('admin', applying).match(/ Apply /g)).toHaveLength(1);
  expect(shown('operator', applying)).not.toContain(' Apply ');
  expect(shown('operator', applying)).toContain('An admin can apply it');
  expect(shown('admin', null)).not.toContain(' Apply ');
});

test('every kind of report is drawn, compact', () => {
  for (const report of Object.values<Report>(reports)) {
    const said = words(
      <CompactDiagnosis diagnosis={report} now={now} decided={report.error?.code ?? null} applying={applying} />,
    );
    for (const { title } of report.findings) expect(said).toContain(title);
    for (const { title } of report.repairs) expect(said).toContain(title);
    expect(said).not.toMatch(/undefined|NaN|\[object/);
  }
});
