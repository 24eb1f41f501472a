import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ServerRecord } from '@/lib/servers/dto';
import { proposedDay } from './exception-format';
import { fieldOf, inLabelWords } from './form-fields';
import { inputOf } from './form-input';
import { draftIssues, formSchema } from './form-schema';
import { newServerValues, valuesOf } from './form-values';

const saved: ServerRecord = {
  server_id: 'a1',
  server_name: 'payments',
  alias: null,
  description: null,
  url: 'https://mcp.pay.corp/mcp?key=[set]',
  transport: 'sse',
  auth_type: 'bearer_token',
  credentials: { is_set: true },
  static_headers: { 'X-Team': 'pay', 'X-Api-Key': '[set]' },
  extra_headers: [],
  allowed_tools: ['pay'],
  mcp_info: {},
  mcp_access_groups: [],
  ssl_verify: true,
  ssl_verify_reason: null,
  ssl_verify_until: null,
  ssl_verify_by: null,
  ca_bundle_id: null,
  include_public_roots: true,
  timeout_ms: 2500,
  status: 'healthy',
  last_health_check: null,
  health_check_error: null,
  health_check_code: null,
  certificate_expires_at: null,
  is_config: false,
  created_at: '2026-11-22T10:00:00.000Z',
  updated_at: '2026-11-22T10:00:00.000Z',
  created_by: null,
  updated_by: null,
};

const messages = (values: Partial<typeof newServerValues>) =>
  formSchema(null)
    .safeParse({ ...newServerValues, server_name: 'a', url: 'https://a.example/mcp', ...values })
    .error?.issues.map(({ path, message }) => [path.join('.'), message]);

test('an untouched save changes nothing and sends no secret', () => {
  expect(inputOf(valuesOf(saved), saved)).toEqual({
    server_id: 'a1',
    server_name: 'payments',
    description: null,
    url: 'https://mcp.pay.corp/mcp?key=[set]',
    transport: 'sse',
    auth_type: 'bearer_token',
    static_headers: { 'X-Team': 'pay', 'X-Api-Key': '[set]' },
    ssl_verify: true,
    ca_bundle_id: null,
    include_public_roots: true,
    timeout_ms: 2500,
  });
});

test.each([true, false, null, '/etc/ssl/corp.pem'])('ssl_verify %s survives an untouched save', (ssl_verify) => {
  const record = { ...saved, ssl_verify };
  expect(inputOf(valuesOf(record), record).ssl_verify).toBe(ssl_verify);
});

test('a managed bundle survives an untouched save, and its path is not taken for one that was typed', () => {
  const record = { ...saved, ssl_verify: '/data/bundles/b1.pem', ca_bundle_id: 'b1' };
  const values = valuesOf(record);
  expect(values).toMatchObject({ tls: 'custom_ca', caBundleId: 'b1', ca_path: '' });
  expect(inputOf(values, record)).toMatchObject({ ssl_verify: null, ca_bundle_id: 'b1' });
});

test.each([
  [
    { tls: 'custom_ca', caBundleId: 'b1', ca_path: '/left/over.pem' },
    { ssl_verify: null, ca_bundle_id: 'b1' },
  ],
  [
    { tls: 'custom_ca', caBundleId: null, ca_path: '/a.pem' },
    { ssl_verify: '/a.pem', ca_bundle_id: null },
  ],
  [
    { tls: 'disabled', caBundleId: 'b1' },
    { ssl_verify: false, ca_bundle_id: null },
  ],
  [
    { tls: 'default', caBundleId: 'b1', always_verify: false },
    { ssl_verify: null, ca_bundle_id: null },
  ],
] as const)('one way to name a bundle takes the other back: %j', (change, expected) => {
  expect(inputOf({ ...valuesOf(saved), ...change }, saved)).toMatchObject(expected);
});

test('Library without a bundle is told at its field, and asks for no path', () => {
  expect(messages({ tls: 'custom_ca', caBundleId: '' })).toEqual([['caBundleId', expect.stringContaining('Choose')]]);
  expect(messages({ tls: 'custom_ca', caBundleId: 'b1' })).toBeUndefined();
});

test('removing, replacing and switching authentication off say so', () => {
  const values = valuesOf(saved);
  expect(inputOf({ ...values, secret: 'remove' }, saved).credentials).toBeNull();
  expect(inputOf({ ...values, auth_type: 'none' }, saved).credentials).toBeNull();
  expect(inputOf({ ...values, secret: 'replace', auth_value: 'new' }, saved).credentials).toEqual({
    auth_value: 'new',
  });
});

describe('an exception', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-22T10:00:00.000Z') });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const until = '2027-03-01T10:30:00.000Z';
  const excepted = { ...saved, ssl_verify: false, ssl_verify_reason: 'appliance', ssl_verify_until: until };
  const off = { tls: 'disabled', ssl_verify_reason: 'appliance', ssl_verify_until: '2026-12-22' } as const;
  const issues = (record: ServerRecord, values: object) =>
    formSchema(record)
      .safeParse({ ...valuesOf(record), ...values })
      .error?.issues.map(({ path, message }) => [path.join('.'), message]);

  test('goes with Disabled', () => {
    expect(inputOf({ ...valuesOf(excepted), tls: 'default' }, excepted)).toMatchObject({
      ssl_verify_reason: null,
      ssl_verify_until: null,
    });
  });

  test('survives an untouched save, though its end is in the middle of a day', () => {
    const values = valuesOf(excepted);
    expect(values.ssl_verify_until).toBe('2027-03-01');
    expect(inputOf(values, excepted)).toMatchObject({ ssl_verify_reason: 'appliance', ssl_verify_until: until });
    const endless = { ...excepted, ssl_verify_until: null, ssl_verify_reason: null };
    expect(inputOf(valuesOf(endless), endless)).toMatchObject({ ssl_verify_reason: null, ssl_verify_until: null });
    expect(issues(endless, { description: 'new' })).toBeUndefined();
  });

  test('is sent with the day that was chosen', () => {
    expect(inputOf({ ...valuesOf(excepted), ...off }, excepted).ssl_verify_until).toBe('2026-12-22');
    expect(inputOf({ ...newServerValues, ...off }, null).ssl_verify_until).toBe('2026-12-22');
    expect(proposedDay(Date.now())).toBe('2026-12-22');
  });

  test.each<[object, string[][] | undefined]>([
    [{}, undefined],
    [{ ssl_verify_until: '2026-11-22' }, undefined],
    [{ ssl_verify_until: '2027-11-23' }, undefined],
    [{ ssl_verify_reason: ' ' }, [['ssl_verify_reason', 'Reason is empty: say why this server is not verified']]],
    [{ ssl_verify_until: '' }, [['ssl_verify_until', 'Until is empty: say when this ends']]],
    [{ ssl_verify_until: '2026-11-21' }, [['ssl_verify_until', 'Until is in the past']]],
    [{ ssl_verify_until: '2027-11-24' }, [['ssl_verify_until', 'Until is more than a year away']]],
    [{ tls: 'default', ssl_verify_reason: '', ssl_verify_until: '' }, undefined],
  ])('that is made with %j is answered %j', (change, expected) => {
    expect(messages({ ...off, ...change })).toEqual(expected);
    expect(issues(saved, { ...off, ...change })).toEqual(expected);
  });

  test('that stands may stay as it is, and what changes it has to be whole', () => {
    const endless = { ...excepted, ssl_verify_until: null };
    expect(issues(endless, { ssl_verify_reason: 'another' })).toEqual([
      ['ssl_verify_until', 'Until is empty: say when this ends'],
    ]);
    expect(issues(excepted, { ssl_verify_until: '' })).toEqual([
      ['ssl_verify_until', 'Until is empty: say when this ends'],
    ]);
  });

  test('does not stand in the way of a test', () => {
    const values = { ...newServerValues, url: 'https://a.example/mcp', tls: 'disabled' } as const;
    expect(draftIssues(values, null)).toEqual([]);
  });

  test('is told of in the words of the screen when the server refuses it', () => {
    expect(fieldOf(['ssl_verify_until'], newServerValues)).toBe('ssl_verify_until');
    expect(inLabelWords('ssl_verify_until is in the past')).toBe('Until is in the past');
  });
});

test.each(['', 'true', 'False'])('Custom CA with %j is not taken for another choice', (ca_path) => {
  expect(messages({ tls: 'custom_ca', ca_path })).toEqual([['ca_path', expect.stringContaining('names a PEM file')]]);
});

test('what the shared schema refuses stands at the field it is about', () => {
  expect(messages({ server_name: 'a-b' })).toEqual([['server_name', expect.stringContaining('use "_"')]]);
  expect(messages({ tls: 'custom_ca', ca_path: 'off' })).toEqual([
    ['ca_path', expect.stringMatching(/^CA bundle path "off" is neither/)],
  ]);
  expect(messages({ timeout_s: 'x' })).toEqual([['timeout_s', 'Timeout is between 0.1 and 120 seconds']]);
  const headers = [
    { name: 'X-A', value: '1', isStored: false },
    { name: 'Host', value: '1', isStored: false },
    { name: 'X-A', value: '2', isStored: false },
    { name: '', value: '3', isStored: false },
  ];
  expect(messages({ headers })?.map(([field]) => field)).toEqual([
    'headers.2.name',
    'headers.3.name',
    'headers.1.name',
  ]);
});
