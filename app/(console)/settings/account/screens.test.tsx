import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { AccountRecord, SessionRecord } from '@/lib/accounts/dto';
import { AboutYou } from './about-you';
import { PasswordForm } from './password-form';
import { SessionList } from './session-list';

const now = Date.parse('2026-11-22T10:00:00Z');

function html(node: ReactNode): string {
  return renderToStaticMarkup(<MantineProvider>{node}</MantineProvider>).replaceAll(/<style.*?<\/style>/gs, '');
}

function words(node: ReactNode): string {
  return html(node)
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}

const session = (id: string, more: Partial<SessionRecord> = {}): SessionRecord => ({
  session_id: id,
  is_current: false,
  address: '192.0.2.7',
  user_agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
  created_at: '2026-11-22T08:00:00.000Z',
  last_used_at: '2026-11-22T09:55:00.000Z',
  expires_at: '2026-11-23T09:55:00.000Z',
  ...more,
});

test('a browser is told in words, this one is marked, and only another one can be signed out', () => {
  const sessions = [session('a', { is_current: true }), session('b', { address: null, user_agent: null })];
  const said = words(<SessionList sessions={sessions} now={now} />);
  expect(said).toContain('Firefox on Linux this one from 192.0.2.7 signed in 2 h ago last used 5 min ago');
  expect(said).toContain('Unknown browser from not known signed in 2 h ago');
  expect(said.match(/ Sign out /g)).toHaveLength(2);
  expect(html(<SessionList sessions={sessions} now={now} />).match(/<button/g)).toHaveLength(1);
});

test('one’s role is told with all that it may', () => {
  const account: AccountRecord = {
    name: 'Ana',
    email: 'ana@corp.example',
    role: 'operator',
    must_change_password: false,
    has_password: true,
    has_single_sign_on: true,
  };
  const said = words(<AboutYou account={account} />);
  expect(said).toMatch(/Name Ana Email ana@corp\.example Signs in by password or single sign-on Role Operator/);
  expect(said).toContain('sees servers');
  expect(said).toContain('also tests servers');
  expect(said).not.toContain('also manages');
});

test('the form asks for the temporary password by its name, and never sends itself by its address', () => {
  expect(words(<PasswordForm isTemporary />)).toContain('Temporary password');
  expect(words(<PasswordForm isTemporary={false} />)).toContain('Current password');
  expect(words(<PasswordForm isTemporary={false} />)).toContain(
    'At least 12 characters. Your other browsers are signed out.',
  );
  expect(html(<PasswordForm isTemporary />)).toMatch(/<form[^>]* method="post"/);
});
