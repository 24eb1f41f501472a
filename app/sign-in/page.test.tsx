import { MantineProvider } from '@mantine/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { add, enter } from '@/lib/accounts/people.fixture';
import { refusedEmailCookie } from '@/lib/accounts/refused-email';
import { db } from '@/lib/db/client';
import SetUpPage from '../set-up/page';
import SignInPage from './page';

/** What the framework knows of the request for a page. */
const request = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock('next/headers', () => ({ headers: async () => request.headers }));
vi.mock('next/server', () => ({ connection: async () => {} }));

beforeEach(async () => {
  request.headers = new Headers();
  await add('ana@corp.example');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await db().user.deleteMany();
});

type Query = Record<string, string | string[]>;
const open = (query: Query = {}) => SignInPage({ searchParams: Promise.resolve(query) });
const html = async (query?: Query) => renderToStaticMarkup(<MantineProvider>{await open(query)}</MantineProvider>);

/** Where a page sends the browser; null when it does not. */
async function redirection(page: Promise<unknown>): Promise<string | null> {
  return page.then(
    () => null,
    (error) => {
      if (!String(error.digest).startsWith('NEXT_REDIRECT')) throw error;
      return String(error.digest).split(';')[2] ?? '';
    },
  );
}

test('whoever comes before anybody can sign in is sent to the set-up, and nobody afterwards', async () => {
  expect(await redirection(SetUpPage())).toBe('/sign-in');
  await db().user.deleteMany();
  expect(await redirection(open())).toBe('/set-up');
  expect(await redirection(SetUpPage())).toBeNull();
});

test('whoever is signed in is sent on, to a page of Vouch and nowhere else', async () => {
  request.headers = (await enter('ana@corp.example')).headers;
  expect(await redirection(open({ next: '/servers?tls=disabled' }))).toBe('/servers?tls=disabled');
  for (const next of ['https://evil.example', '//evil.example', '/\\evil.example', '/\t/evil.example', '', 'servers']) {
    expect(await redirection(open({ next })), next).toBe('/');
  }
  expect(await redirection(open({ next: ['/servers', '/clients'] }))).toBe('/');
});

test('a form that the script has not taken over yet does not write the password into the address', async () => {
  const said = await html();
  expect(said).toMatch(/<form[^>]* method="post"/);
  const [submit] = said.match(/<button[^>]*type="submit"[^>]*>/) ?? [];
  expect(submit).toContain('disabled=""');
});

test('nothing of the address is repeated', async () => {
  const said = await html({ error: 'call 555', error_description: 'call 556', next: '//call.557', email: 'call558' });
  expect(said).toContain('Single sign-on did not succeed');
  expect(said).not.toMatch(/call.?55\d/);
});

test('an address that the provider named is told only when Vouch has signed it', async () => {
  const cookie = refusedEmailCookie('ana@private.example', false).split(';')[0] ?? '';
  request.headers = new Headers({ cookie });
  expect(await html({ error: 'not_admitted' })).toContain('Ask an admin to add ana@private.example');
  request.headers = new Headers({ cookie: cookie.slice(0, -1) });
  expect(await html({ error: 'not_admitted' })).toContain('Ask an admin to add your email address');
  request.headers = new Headers({ cookie });
  expect(await html()).not.toContain('private.example');
});

test('there is a way to the provider when there is one, with the page that is wanted', async () => {
  expect(await html()).not.toContain('/api/auth/sso');
  vi.stubEnv('VOUCH_URL', 'http://vouch.corp.example');
  vi.stubEnv('VOUCH_OIDC_ISSUER', 'https://login.corp.example');
  vi.stubEnv('VOUCH_OIDC_CLIENT_ID', 'vouch');
  vi.stubEnv('VOUCH_OIDC_NAME', 'Corp login');
  const said = await html({ next: '/servers?a=b' });
  expect(said).toContain('href="/api/auth/sso?next=%2Fservers%3Fa%3Db"');
  expect(said.replaceAll('<!-- -->', '')).toContain('>Sign in with Corp login</a>');
});
