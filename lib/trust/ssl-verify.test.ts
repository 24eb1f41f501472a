import { describe, expect, it } from 'vitest';
import { parseSslVerify, SslVerifyError, storeSslVerify, tlsMode } from './ssl-verify';

describe('parseSslVerify', () => {
  it.each([
    [null, null],
    [undefined, null],
    ['', null],
    [' \t ', null],
    [true, true],
    [false, false],
    ['true', true],
    [' TRUE\n', true],
    ['False', false],
    ['/etc/ssl/corp.pem', { path: '/etc/ssl/corp.pem' }],
    ['  /etc/ssl/with space.pem ', { path: '/etc/ssl/with space.pem' }],
    ['corp.pem', { path: 'corp.pem' }],
    ['truely.pem', { path: 'truely.pem' }],
    ['/TRUE', { path: '/TRUE' }],
    ['none', { path: 'none' }],
    ['2', { path: '2' }],
  ])('reads %j as %j', (value, expected) => {
    expect(parseSslVerify(value)).toEqual(expected);
  });

  it.each(['0', '1', 'no', 'yes', 'off', 'on', 'NO', 'Yes', ' oFf '])(
    'refuses "%s", which is neither a boolean nor a path',
    (value) => {
      expect(() => parseSslVerify(value)).toThrow(SslVerifyError);
    },
  );

  it.each([0, 1, 1n, {}, [], ['true'], new Date(0), Symbol('x'), () => true])(
    'refuses a value of another type',
    (value) => {
      expect(() => parseSslVerify(value)).toThrow(SslVerifyError);
    },
  );

  it.each(['/a\u0000b', '/a\nb', '/a\u001bb', '/a\u007fb'])('refuses a path with a control character', (value) => {
    expect(() => parseSslVerify(value)).toThrow('control character');
  });

  it('refuses a path that no file system takes', () => {
    expect(() => parseSslVerify(`/${'a'.repeat(4096)}`)).toThrow('4096');
    expect(parseSslVerify(`/${'a'.repeat(4095)}`)).toEqual({ path: `/${'a'.repeat(4095)}` });
  });

  it('gives back what was stored', () => {
    for (const value of [null, true, false, { path: '/a.pem' }]) {
      expect(parseSslVerify(storeSslVerify(value))).toEqual(value);
    }
  });

  it('has a form choice for every value', () => {
    const modes = [null, true, false, { path: '/a.pem' }].map((value) => tlsMode(value));
    expect(modes).toEqual(['default', 'verify', 'disabled', 'custom_ca']);
  });
});
