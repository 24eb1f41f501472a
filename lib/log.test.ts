import { afterEach, beforeEach, expect, type MockInstance, test, vi } from 'vitest';
import { log } from './log';

let stdout: MockInstance;
let stderr: MockInstance;

beforeEach(() => {
  stdout = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});

afterEach(() => vi.restoreAllMocks());

function written(): string {
  return [...stdout.mock.calls, ...stderr.mock.calls].map(([text]) => String(text)).join('');
}

test('writes one JSON line with time, level, message and fields', () => {
  log.info('server saved', { requestId: 'r1', server: { id: 'a' }, count: 3n });
  const [line, rest] = written().split('\n');
  expect(JSON.parse(line ?? '')).toEqual({
    requestId: 'r1',
    server: { id: 'a' },
    count: '3',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    level: 'info',
    message: 'server saved',
  });
  expect(rest).toBe('');
});

test('warnings and errors go to standard error', () => {
  log.warn('slow');
  log.error('broken');
  expect(stdout).not.toHaveBeenCalled();
  expect(stderr).toHaveBeenCalledTimes(2);
});

test('a line break in a message cannot forge a second line', () => {
  log.info('a\n{"level":"error"}', { note: 'b\nc' });
  expect(written().trimEnd()).not.toContain('\n');
});

test('fields cannot pretend to be the time, the level or the message', () => {
  log.info('true message', { level: 'error', message: 'false message' });
  expect(JSON.parse(written())).toMatchObject({ level: 'info', message: 'true message' });
});

test.each([
  ['a field', { auth_value: 'hunter2' }],
  ['a nested field', { server: { credentials: { auth_value: 'hunter2' } } }],
  ['a header', { headers: [{ 'X-Api-Key': 'hunter2' }] }],
  ['user information in a URL', { url: 'https://ana:hunter2@mcp.example/mcp' }],
  ['user information in a URL object', { url: new URL('https://ana:hunter2@mcp.example/mcp') }],
  ['an authorization value inside a text', { note: 'sent "Authorization: Bearer hunter2hunter2"' }],
  ['the message of an error', { error: new Error('cannot reach https://ana:hunter2@mcp.example') }],
  ['the cause of an error', { error: new Error('no', { cause: new Error('https://a:hunter2@b.example') }) }],
])('leaves a secret out: %s', (_where, fields) => {
  log.error('failed', fields);
  expect(written()).not.toContain('hunter2');
});

test('whether a secret is set may be told', () => {
  log.info('saved', { has_token: true, token: null });
  expect(JSON.parse(written())).toMatchObject({ has_token: true, token: null });
});

test('an error keeps its name, code and place', () => {
  log.error('failed', { error: Object.assign(new TypeError('no such thing'), { code: 'ENOENT' }) });
  expect(JSON.parse(written()).error).toMatchObject({
    name: 'TypeError',
    message: 'no such thing',
    code: 'ENOENT',
    stack: expect.stringContaining('log.test'),
  });
});

test('a value that refers to itself and a huge one end somewhere', () => {
  const loop: Record<string, unknown> = {};
  loop.self = loop;
  log.info('x'.repeat(100_000), { loop });
  expect(written().length).toBeLessThan(10_000);
});
