import { afterEach, expect, it, vi } from 'vitest';
import { refusedEmail, refusedEmailCookie } from './refused-email';

const email = 'ana+test@corp.example';
const sent = (setCookie: string) => `a=b; ${setCookie.split(';')[0]}; c=d`;

afterEach(() => vi.unstubAllEnvs());

it.each([true, false])('is read from the cookie that Vouch has made; by https: %s', (isSecure) => {
  const cookie = refusedEmailCookie(email, isSecure);
  expect(cookie).toMatch(/; Path=\/sign-in; Max-Age=300; HttpOnly; SameSite=Lax/);
  expect(cookie.endsWith('; Secure')).toBe(isSecure);
  expect(refusedEmail(sent(cookie), isSecure)).toBe(email);
  expect(refusedEmail(sent(cookie), !isSecure)).toBeNull();
});

it('is nothing that somebody else wrote', () => {
  const [, value = ''] = sent(refusedEmailCookie(email, false)).match(/vouch\.refused_email=([^;]+)/) ?? [];
  const [, signature] = value.split('.');
  const encoded = Buffer.from('call 555').toString('base64url');
  for (const forged of [
    encoded,
    `${encoded}.`,
    `${encoded}.${signature}`,
    `${value}x`,
    value.slice(0, -1),
    '',
    '.',
    'x.y.z',
  ]) {
    expect(refusedEmail(`vouch.refused_email=${forged}`, false), forged).toBeNull();
  }
  for (const none of [null, '', 'a=b', 'vouch.refused_email']) expect(refusedEmail(none, false)).toBeNull();
});

it('is nothing that another Vouch wrote', () => {
  const cookie = sent(refusedEmailCookie(email, false));
  vi.stubEnv('VOUCH_SECRET_KEY', 'cd'.repeat(32));
  expect(refusedEmail(cookie, false)).toBeNull();
});
