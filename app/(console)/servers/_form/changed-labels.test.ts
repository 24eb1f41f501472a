import { expect, test } from 'vitest';
import { changedLabels } from './changed-labels';
import { newServerValues } from './form-values';

const tested = { ...newServerValues, url: 'https://a.example/mcp' };

test.each([
  ['nothing', {}, []],
  [
    'a name, a description, a reason and an end',
    { server_name: 'x', description: 'y', ssl_verify_reason: 'z', ssl_verify_until: '2027-01-01' },
    [],
  ],
  ['space around the URL', { url: ' https://a.example/mcp' }, []],
  ['the path of a bundle that is not used', { ca_path: '/etc/ssl/corp.pem' }, []],
  ['a token that is not used', { auth_value: 'x' }, []],
  ['the URL', { url: 'https://b.example/mcp' }, ['URL']],
  [
    'the choice with its path',
    { tls: 'custom_ca', ca_path: '/x.pem' } as const,
    ['TLS verification', 'CA bundle path'],
  ],
  ['the bundle of the library', { tls: 'custom_ca', caBundleId: 'b1' } as const, ['TLS verification', 'CA bundle']],
  ['a bundle that is not used', { caBundleId: 'b1' }, []],
  ['a header', { headers: [{ name: 'X-A', value: '1', isStored: false }] }, ['Headers']],
])('after changing %s', (_, change, expected) => {
  expect(changedLabels(tested, { ...tested, ...change })).toEqual(expected);
});
