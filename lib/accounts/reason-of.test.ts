import { expect, test } from 'vitest';
import { reasonOf } from './reason-of';

const refused = new Error('connect ECONNREFUSED 127.0.0.1:1');

test.each<[string, unknown, string]>([
  ['an error with its cause', new TypeError('fetch failed', { cause: refused }), `fetch failed: ${refused.message}`],
  ['an error without', new Error('invalid tag'), 'invalid tag'],
  [
    'what a provider answered',
    { error: 'invalid_client', error_description: 'unknown', status: 401 },
    'invalid_client unknown 401',
  ],
  ['tokens', { access_token: 'secret', id_token: 'secret', error: { secret: true } }, ''],
  ['a text', 'secret', ''],
  ['nothing', undefined, ''],
  ['null', null, ''],
  ['something without end', new Error('x'.repeat(9_000)), 'x'.repeat(300)],
])('of %s', (_what, detail, reason) => {
  expect(reasonOf(detail)).toBe(reason);
});
