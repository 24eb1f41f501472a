import type { Door } from './door';

const always = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

/** A year, for this host name alone: what else lives below it may well be plain HTTP. */
const STRICT_TRANSPORT = 'max-age=31536000';

/** `nonce` admits the scripts and style elements that the page itself was rendered with. */
export function contentSecurityPolicy(door: Door, nonce: string): string {
  // Among the entries are the pages where one signs in.
  if (door !== 'screen' && door !== 'entry') return "default-src 'none'; frame-ancestors 'none'";
  return [
    // Frames, workers, media and plugins: what is not named below is not there.
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    // The component library sets its variables in style attributes, which can load nothing that the rest does not admit.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** `isHttps`: the browser sees an https page. */
export function setSecurityHeaders(headers: Headers, policy: string, isHttps = false): void {
  for (const [name, value] of Object.entries(always)) headers.set(name, value);
  headers.set('content-security-policy', isHttps ? `${policy}; upgrade-insecure-requests` : policy);
  if (isHttps) headers.set('strict-transport-security', STRICT_TRANSPORT);
}
