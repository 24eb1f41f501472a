import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { ApiKeyRecord } from '@/lib/api-keys/dto';
import { KeyForm } from './key-form';
import { KeyTable } from './key-table';
import { NewKey } from './new-key';

const now = Date.parse('2026-11-22T10:00:00Z');
const record: ApiKeyRecord = {
  key_id: 'id-1',
  name: 'CI',
  role: 'operator',
  start: 'vouch_AbCdEf',
  expires_at: null,
  last_used_at: null,
  created_at: '2026-11-01T10:00:00.000Z',
  created_by: 'ana@corp.example',
};

function html(node: ReactNode): string {
  return renderToStaticMarkup(<MantineProvider>{node}</MantineProvider>).replaceAll(/<style.*?<\/style>/gs, '');
}

function words(node: ReactNode): string {
  return html(node)
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll(/\s+/g, ' ');
}

test('a row says what the key may do, how it begins, who made it, when it was used and until when it works', () => {
  expect(words(<KeyTable keys={[record]} now={now} />)).toContain(
    'CI created 1 Nov 2026 by ana@corp.example Operator begins with vouch_AbCdEf last used never never expires Revoke',
  );
});

test('an end that has come, or will soon, is a word and a shape', () => {
  const at = (expires_at: string) => html(<KeyTable keys={[{ ...record, expires_at }]} now={now} />);
  expect(at('2026-11-19T10:00:00.000Z')).toMatch(/data-shape="failed".*expired 3 days ago.*19 Nov 2026/);
  expect(at('2026-11-25T10:00:00.000Z')).toMatch(/data-shape="expiring".*3 days left.*25 Nov 2026/);
  expect(at('2027-11-25T10:00:00.000Z')).not.toContain('data-shape');
});

test('the new key is shown with the sentence that it is not shown again', () => {
  const key = `vouch_${'AbCdEf0123_'.repeat(4).slice(0, 43)}`;
  const created = { record, key, warnings: [] };
  const said = words(<NewKey created={created} onClose={() => {}} />);
  expect(said).toContain(key);
  expect(said).toContain('Copy it now: it is not shown again.');
  expect(said).toContain('Copy key');
  // Not in a field, an address or an attribute: browsers keep those.
  expect(html(<NewKey created={created} onClose={() => {}} />).split(key)).toHaveLength(2);
  expect(html(<NewKey created={created} onClose={() => {}} />)).toContain(`<code>${key}</code>`);
});

test('the form says in one sentence what each role may', () => {
  const said = words(<KeyForm hasFocus={false} onCreated={() => {}} />);
  expect(said).toMatch(/Viewer sees .* Operator also tests .* Admin also manages .* Expires/);
});
