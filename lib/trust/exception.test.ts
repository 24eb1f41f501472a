import { describe, expect, it } from 'vitest';
import { type Exception, endedEntry, hasPassed, resumedTrust, trustInForce } from './exception';

const end = new Date('2026-12-22T10:00:00.000Z');
const before = new Date(end.getTime() - 1);
const isBundle = (id: string) => id === 'there';
const off = (exception: Partial<Exception> | null) => ({
  ssl_verify: 'false',
  ca_bundle_id: null,
  include_public_roots: true,
  exception: exception && { until: end, reason: 'appliance', by: 'Ana', resume: null, ...exception },
});

describe('the trust in force', () => {
  it.each<[string, Date, object]>([
    ['off until just before its end', before, { ssl_verify: 'false' }],
    ['on at its very end', end, { ssl_verify: null }],
    ['on ever after', new Date('9999-01-01T00:00:00Z'), { ssl_verify: null }],
  ])('of an exception is %s', (_, now, expected) => {
    expect(trustInForce(off({}), now, isBundle)).toMatchObject(expected);
  });

  it('without an end, or without an exception, is as stored for ever', () => {
    const never = new Date('9999-12-31T23:59:59.999Z');
    for (const stored of [off({ until: null }), off(null)]) expect(trustInForce(stored, never, isBundle)).toBe(stored);
  });

  it('goes by what is stored, not by an end, where verification is not off', () => {
    for (const ssl_verify of [null, 'true', '/etc/ssl/corp.pem']) {
      const stored = { ...off({}), ssl_verify };
      expect(trustInForce(stored, end, isBundle)).toBe(stored);
    }
  });

  it('keeps the rest of the server, and says which exception has ended', () => {
    expect(trustInForce(off({}), end, isBundle)).toEqual({
      ssl_verify: null,
      ca_bundle_id: null,
      include_public_roots: true,
      exception: null,
      ended: { until: end.toISOString(), reason: 'appliance', by: 'Ana' },
    });
  });

  it.each<[string, Exception['resume'], (string | null)[]]>([
    ['Default where nothing was set', null, [null, null]],
    ['a path', { ssl_verify: '/etc/ssl/corp.pem', ca_bundle_id: null }, ['/etc/ssl/corp.pem', null]],
    ['"always verify"', { ssl_verify: 'true', ca_bundle_id: null }, ['true', null]],
    ['a managed bundle', { ssl_verify: null, ca_bundle_id: 'there' }, [null, 'there']],
    ['Default where the bundle is gone', { ssl_verify: null, ca_bundle_id: 'gone' }, [null, null]],
    ['Default, never another exception', { ssl_verify: 'false', ca_bundle_id: null }, [null, null]],
  ])('goes back to %s', (_, resume, expected) => {
    const { ssl_verify, ca_bundle_id } = resumedTrust(resume, isBundle);
    expect([ssl_verify, ca_bundle_id]).toEqual(expected);
    expect(trustInForce(off({ resume }), end, isBundle)).toMatchObject({ ssl_verify, ca_bundle_id });
  });
});

it('an end passes at its moment, and no end never does', () => {
  expect([hasPassed(end, before), hasPassed(end, end), hasPassed(null, end)]).toEqual([false, true, false]);
});

describe('the entry of the trail', () => {
  const until = '2026-12-01T23:59:59.999Z';

  it.each([
    [{ reason: 'appliance', by: 'Ana' }, ' (reason: appliance, by Ana)'],
    [{ reason: null, by: 'Ana' }, ' (by Ana)'],
    [{ reason: 'appliance', by: null }, ' (reason: appliance)'],
    [{ reason: null, by: null }, ''],
  ])('names what is known of %j', (known, words) => {
    expect(endedEntry({ until, ...known }, true)).toEqual({
      input: 'server.ssl_verify_until',
      value: until,
      used: true,
      note: `Verification was off until 1 Dec 2026${words}; it is on again.`,
    });
  });

  it('does not say that verification is on where another input turns it off', () => {
    const { note } = endedEntry({ until, reason: null, by: null }, false);
    expect(note).toBe(
      'Verification was off until 1 Dec 2026; this server says so no more, but another input turns it off.',
    );
  });
});
