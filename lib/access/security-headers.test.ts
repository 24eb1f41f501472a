import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy, setSecurityHeaders } from './security-headers';

const directives = (policy: string) =>
  Object.fromEntries(
    policy.split('; ').map((one) => {
      const [name = '', ...sources] = one.split(' ');
      return [name, sources];
    }),
  );
const screen = directives(contentSecurityPolicy('screen', 'bm9uY2U='));

describe('the policy of a page', () => {
  it('admits scripts by nonce, and never inline ones or eval', () => {
    expect(screen['script-src']).toEqual(["'self'", "'nonce-bm9uY2U='", "'strict-dynamic'"]);
  });

  it('admits style elements by nonce, and style attributes', () => {
    expect(screen['style-src']).toEqual(["'self'", "'nonce-bm9uY2U='"]);
    expect(screen['style-src-attr']).toEqual(["'unsafe-inline'"]);
  });

  it('admits nothing that it does not name: frames, workers, media, plugins', () => {
    expect(screen['default-src']).toEqual(["'none'"]);
    for (const name of ['frame-src', 'worker-src', 'child-src', 'media-src', 'object-src']) {
      expect(screen[name] ?? ["'none'"]).toEqual(["'none'"]);
    }
  });

  it('loads from its own origin alone: no scheme, no host, no wildcard', () => {
    const sources = Object.values(screen).flat();
    expect(sources.filter((source) => !source.startsWith("'"))).toEqual([]);
    for (const name of ['img-src', 'font-src', 'connect-src', 'form-action']) expect(screen[name]).toEqual(["'self'"]);
    for (const name of ['base-uri', 'frame-ancestors']) expect(screen[name]).toEqual(["'none'"]);
  });
});

it('is the same where one signs in', () => {
  expect(contentSecurityPolicy('entry', 'bm9uY2U=')).toBe(contentSecurityPolicy('screen', 'bm9uY2U='));
});

it.each(['rest', 'static', 'health'] as const)('the policy of the door "%s" admits nothing', (door) => {
  expect(contentSecurityPolicy(door, 'bm9uY2U=')).toBe("default-src 'none'; frame-ancestors 'none'");
});

describe('the headers of an answer', () => {
  const policy = contentSecurityPolicy('screen', 'bm9uY2U=');
  const headersOf = (isHttps?: boolean) => {
    const headers = new Headers();
    setSecurityHeaders(headers, policy, isHttps);
    return headers;
  };

  it('over http hold the policy as it is, and bind nobody to https', () => {
    expect(headersOf().get('content-security-policy')).toBe(policy);
    expect(headersOf().has('strict-transport-security')).toBe(false);
  });

  it('over https bind the browser to https, for this host alone', () => {
    expect(headersOf(true).get('content-security-policy')).toBe(`${policy}; upgrade-insecure-requests`);
    expect(headersOf(true).get('strict-transport-security')).toBe('max-age=31536000');
  });

  it.each([false, true])('forbid framing, sniffing and referrers (https: %s)', (isHttps) => {
    const headers = headersOf(isHttps);
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
  });
});
