import { expect, test } from 'vitest';
import { refusalWords } from './refusal-words';

test('whom Vouch does not know is told which address to have added', () => {
  expect(refusalWords('not_admitted', 'ana@corp.example')).toEqual({
    title: 'This account is not known to Vouch',
    text: 'Ask an admin to add ana@corp.example, or to let it in again.',
  });
  expect(refusalWords('not_admitted', null).text).toBe(
    'Ask an admin to add your email address, or to let it in again.',
  );
});

test('each code of a sign-in that came to nothing has words of its own kind', () => {
  const titles = [
    'not_admitted',
    'email_not_verified',
    'email_not_found',
    'access_denied',
    'state_mismatch',
    'invalid_code',
  ].map((code) => refusalWords(code, null).title);
  expect(new Set(titles).size).toBe(titles.length);
  expect(refusalWords('provider_unavailable', null)).toEqual(refusalWords('unable_to_get_user_info', null));
});

test.each(['', 'failed', 'call 555', '<b>', '__proto__', 'constructor', 'toString'])(
  'what nobody knows is told generally and not repeated: %j',
  (code) => {
    expect(refusalWords(code, 'ana@corp.example')).toEqual({
      title: 'Single sign-on did not succeed',
      text: 'Try again. The log of Vouch says more.',
    });
  },
);
