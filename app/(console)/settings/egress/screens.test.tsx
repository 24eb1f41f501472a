import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { EgressRecord } from '@/lib/egress/dto';
import { RulesPanel } from './rules-panel';
import { TrialPanel } from './trial-panel';
import { TrialResult } from './trial-result';

const now = Date.parse('2026-11-22T10:00:00.000Z');
const rules: EgressRecord = {
  allow: [],
  deny: ['10.0.0.0/8', '*.corp.example'],
  built_in: [],
  updated_at: '2026-11-22T09:57:00.000Z',
  updated_by: 'ana@corp.example',
};

function html(node: ReactNode): string {
  return renderToStaticMarkup(<MantineProvider>{node}</MantineProvider>).replaceAll(/<style.*?<\/style>/gs, '');
}

function words(node: ReactNode): string {
  return html(node)
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}

test('who may not change the rules reads them, and who changed them when', () => {
  const said = words(<RulesPanel rules={rules} now={now} />);
  expect(said).toMatch(/Changed 3 min ago by ana@corp\.example/);
  expect(said).toMatch(
    /Deny list 10\.0\.0\.0\/8 \*\.corp\.example Allow list Empty: everything that is not denied is allowed/,
  );
  expect(html(<RulesPanel rules={rules} now={now} />)).not.toMatch(/<(?:input|textarea|button)/);
  const none = { ...rules, deny: [], updated_at: null, updated_by: null };
  expect(words(<RulesPanel rules={none} now={now} />)).toMatch(
    /Nobody has set any rules yet.*Empty: nothing is denied/,
  );
});

test('a trial says in words what every address comes to, and that it is out of date', () => {
  const trial = {
    host: 'mcp.corp',
    is_allowed: true,
    sentence: 'mcp.corp has 2 addresses.',
    addresses: [
      { address: '192.0.2.7', is_allowed: true, decided_by: 'nothing' as const, entry: null, reason: 'first reason' },
      { address: '10.0.0.7', is_allowed: false, decided_by: 'deny' as const, entry: '10.0.0.0/8', reason: 'second' },
    ],
  };
  const said = words(<TrialResult trial={trial} isOutdated={false} />);
  expect(said).toMatch(/^ ?Allowed mcp\.corp has 2 addresses\. Allowed first reason Refused second/);
  expect(said).not.toMatch(/try again/);
  expect(words(<TrialResult trial={trial} isOutdated />)).toMatch(/has changed since: try again/);
});

test('only where lists are edited do they count as they are written', () => {
  expect(words(<TrialPanel draft={null} />)).not.toMatch(/saved or not/);
  expect(words(<TrialPanel draft={{ allow: '', deny: '' }} />)).toMatch(
    /the lists count as they stand here, saved or not/,
  );
});
