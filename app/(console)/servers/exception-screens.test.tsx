import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { FormProvider, useForm } from 'react-hook-form';
import { describe, expect, test } from 'vitest';
import type { ServerException, ServerListItem } from '@/lib/servers/dto';
import type { TrustDescription } from '@/lib/trust/describe';
import type { TrailEntry } from '@/lib/trust/types';
import { ExceptionPanel } from '../_overview/exception-panel';
import { newServerValues, type ServerFormValues } from './_form/form-values';
import { TlsFields, type TrustChoices } from './_form/tls-fields';
import { endedException } from './[serverId]/ended-exception';
import { VerifiedAgainst } from './verified-against';

const now = Date.parse('2026-11-22T10:00:00.000Z');
const until = '2026-12-01T23:59:59.999Z';

const html = (node: ReactNode) => renderToStaticMarkup(<MantineProvider>{node}</MantineProvider>);
const words = (node: ReactNode) =>
  html(node)
    .replaceAll(/<style.*?<\/style>/gs, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll(/\s+/g, ' ');

describe('the overview', () => {
  const item: ServerException = {
    server_id: 's1',
    server_name: 'scratch',
    url: 'https://10.2.0.9:8443/mcp',
    is_config: false,
    state: 'healthy',
    reason: 'appliance',
    by: 'Ana',
    until,
  };

  test('tells reason, owner and end of each exception', () => {
    const items = [
      { ...item, server_id: 's2', server_name: 'endless', until: null, reason: null, by: null },
      item,
      { ...item, server_id: 's3', server_name: 'filed', is_config: true, by: 'config' },
    ];
    const said = words(<ExceptionPanel exceptions={{ items, total: 3 }} now={now} />);
    expect(said).toMatch(
      /endless no reason given · nobody known no end .*scratch appliance · Ana until 1 Dec · 9 days/,
    );
    expect(said).toMatch(/filed appliance · the YAML file/);
    expect(said).not.toContain('All 3');
  });

  test('says how many there are when it cannot hold them, and that there is none', () => {
    expect(words(<ExceptionPanel exceptions={{ items: [item], total: 201 }} now={now} />)).toContain('All 201');
    const none = words(<ExceptionPanel exceptions={{ items: [], total: 0 }} now={now} />);
    expect(none).toContain('No server has its verification turned off.');
  });
});

test('the list has the end and the owner in the row', () => {
  const item = { ssl_verify: false, ssl_verify_reason: 'appliance', ssl_verify_until: until, ssl_verify_by: 'Ana' };
  const verified = { verify: true, words: 'public roots', isPath: false, because: null };
  const row = (more: Partial<ServerListItem>) =>
    words(
      <VerifiedAgainst
        item={{ ...item, ca_bundle_name: null, url: 'https://a.example', is_config: false, ...more }}
        inherited={{ byDefault: verified, alwaysVerify: verified }}
        now={now}
      />,
    );
  expect(row({})).toContain('nothing (disabled) until 1 Dec · Ana appliance');
  expect(row({ ssl_verify_until: null })).toContain('no end · Ana');
  expect(row({ ssl_verify: null, ssl_verify_until: null })).toBe('public roots');
});

function Form({ values, ...props }: Parameters<typeof TlsFields>[0] & { values?: Partial<ServerFormValues> }) {
  const form = useForm<ServerFormValues>({ defaultValues: { ...newServerValues, ...values } });
  return (
    <FormProvider {...form}>
      <TlsFields {...props} />
    </FormProvider>
  );
}

describe('the form', () => {
  const byDefault = { sentence: 'Verified.', problem: null, warnings: [] };
  const choices = (mayDisable: boolean): TrustChoices => ({
    byEnvironment: byDefault,
    byAlwaysVerify: byDefault,
    bundles: [],
    exception: { mayDisable, goesBackTo: 'the bundle "Corp"', now },
  });
  const off = { tls: 'disabled', ssl_verify_reason: 'appliance', ssl_verify_until: '2026-12-01' } as const;
  const saved = {
    ssl_verify: false,
    ssl_verify_reason: 'appliance',
    ssl_verify_until: until,
    ssl_verify_by: 'Ana',
  } as Parameters<typeof TlsFields>[0]['saved'];

  const disabledChoice = /<input type="radio"[^>]*disabled=""[^>]*value="disabled"|value="disabled"[^>]*disabled=""/;

  test('asks an admin for a reason and an end, and says what comes then', () => {
    const node = <Form choices={choices(true)} saved={null} values={off} />;
    expect(html(node)).toMatch(/type="date"/);
    expect(words(node)).toMatch(/Reason .*Until /);
    expect(words(node)).toContain('It ends on 1 Dec 2026: the server then goes back to the bundle "Corp"');
    expect(html(node)).not.toMatch(disabledChoice);
    const endless = <Form choices={choices(true)} saved={saved} values={{ ...off, ssl_verify_until: '' }} />;
    expect(words(endless)).toContain('Without an end it stays off until somebody turns it on.');
  });

  test('shows Disabled to others, and does not let them choose it', () => {
    const node = <Form choices={choices(false)} saved={null} />;
    expect(words(node)).toContain('Default Custom CA Disabled Only an admin can turn verification off.');
    expect(html(node)).toMatch(disabledChoice);
  });

  test('shows others an exception that stands as it is, with nothing to change', () => {
    const node = <Form choices={choices(false)} saved={saved} values={off} />;
    expect(words(node)).toMatch(/Reason appliance Until 1 Dec 2026 By Ana Only an admin can change this/);
    expect(html(node)).not.toMatch(/type="(date|text)"/);
    expect(html(node)).not.toMatch(disabledChoice);
  });
});

test('a server’s pages tell of an exception that has ended: before a check, and with the one that reports it', () => {
  const entry: TrailEntry = { input: 'server.ssl_verify_until', value: until, used: true, note: 'Off until 1 Dec.' };
  const other: TrailEntry = { input: 'SSL_VERIFY', value: null, used: false, note: 'Not set.' };
  const trust = (...trail: TrailEntry[]) => ({ trust: { trail } }) as TrustDescription;
  const report = (...trail: TrailEntry[]) =>
    ({ last_report: { trust: { trail } } }) as Parameters<typeof endedException>[0];
  expect(endedException({ last_report: null }, trust(entry))).toBe('Off until 1 Dec.');
  expect(endedException(report(entry), trust(other))).toBe('Off until 1 Dec.');
  expect(endedException(report(other), trust(other))).toBeNull();
});
