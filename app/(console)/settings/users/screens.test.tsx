import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { NotAllowed } from '@/app/_components/not-allowed';
import type { UserRecord } from '@/lib/accounts/dto';
import { AddUser } from './add-user';
import { GivenPassword } from './given-password';
import { UserTable } from './user-table';

const now = Date.parse('2026-11-22T10:00:00Z');
const ana: UserRecord = {
  user_id: 'id-1',
  name: 'Ana',
  email: 'ana@corp.example',
  role: 'operator',
  is_disabled: false,
  must_change_password: false,
  last_sign_in_at: '2026-11-22T09:58:00.000Z',
  created_at: '2026-11-01T10:00:00.000Z',
  updated_at: '2026-11-01T10:00:00.000Z',
};

function html(node: ReactNode): string {
  return renderToStaticMarkup(<MantineProvider>{node}</MantineProvider>).replaceAll(/<style.*?<\/style>/gs, '');
}

function words(node: ReactNode): string {
  return html(node)
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}

const table = (more: Partial<UserRecord> = {}, ownId: string | null = null) => (
  <UserTable users={[{ ...ana, ...more }]} ownId={ownId} now={now} onGiven={() => {}} />
);

test('a row says who it is, what they may, when they came, and whether they can', () => {
  expect(words(table())).toMatch(
    /Ana ana@corp\.example .* last sign-in 2 min ago Active Reset password Keep out Remove/,
  );
  expect(words(table({ last_sign_in_at: null }))).toContain('last sign-in never');
  expect(html(table())).toContain('aria-label="Role of ana@corp.example"');
  expect(html(table())).toMatch(/<option[^>]*value="operator"[^>]*selected=""/);
  expect(words(table())).not.toContain('you');
  expect(words(table({}, 'id-1'))).toContain('Ana you ana@corp.example');
});

test('a state is a shape and a word; being kept out comes before a temporary password', () => {
  const state = (more: Partial<UserRecord>) =>
    /data-state="(\w+)">.*?data-shape="(\w+)".*?<\/svg>([^<]+)</.exec(html(table(more)))?.slice(1);
  expect(state({})).toEqual(['active', 'ok', 'Active']);
  expect(state({ must_change_password: true })).toEqual(['temporary', 'waiting', 'Temporary password']);
  expect(state({ is_disabled: true, must_change_password: true })).toEqual(['kept_out', 'failed', 'Kept out']);
});

test('each button names the person, and who is kept out can be let in', () => {
  const kept = html(table({ is_disabled: true }));
  for (const name of ['Reset password', 'Let in', 'Remove'])
    expect(kept).toContain(`aria-label="${name}: ana@corp.example"`);
  expect(kept).not.toContain('Keep out');
});

test('the own row leads to the own account, in place of what is done to others', () => {
  const own = table({ role: 'admin' }, 'id-1');
  expect(html(own)).toContain('href="/settings/account"');
  for (const name of ['Reset password', 'Keep out', 'Remove']) expect(words(own)).not.toContain(name);
});

test('a temporary password is shown as text alone, with the sentence that it is not shown again', () => {
  const given = { email: ana.email, password: 'K8NG6ibWPESEb7jGIrVe' };
  const shown = <GivenPassword given={given} onClose={() => {}} />;
  expect(words(shown)).toContain('Copy it now: it is not shown again.');
  // Not in a field, an address or an attribute: browsers keep those.
  expect(html(shown).split(given.password)).toHaveLength(2);
  expect(html(shown)).toContain(`<code>${given.password}</code>`);
});

test('the form says in one sentence what each role may', () => {
  expect(words(<AddUser hasFocus={false} onAdded={() => {}} />)).toMatch(
    /Viewer sees .* Operator also tests .* Admin also manages /,
  );
});

test('whoever may not is told which role it takes and which they have', () => {
  expect(words(<NotAllowed needs="admin" actual="viewer" />)).toContain('This needs the role admin. Yours is viewer.');
});
