import type { Door } from './door';

const always = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

/** `nonce` admits the scripts that the page itself was rendered with. */
export function contentSecurityPolicy(door: Door, nonce: string): string {
  if (door === 'rest' || door === 'health') return "default-src 'none'; frame-ancestors 'none'";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    // The component library writes style attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export function setSecurityHeaders(headers: Headers, policy: string): void {
  for (const [name, value] of Object.entries(always)) headers.set(name, value);
  headers.set('content-security-policy', policy);
}
