/**
 * Whether a page of another site caused this request. Browsers set both headers themselves. Another port of the same
 * host is another site here.
 */
export function isCrossSite(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  const origin = headers.get('origin');
  // Under `Referrer-Policy: no-referrer` a browser names "null" for a form of our own page.
  if (origin !== null && !(origin === 'null' && site === 'same-origin') && !isOwnOrigin(origin, headers.get('host'))) {
    return true;
  }
  return site === 'cross-site' || site === 'same-site';
}

// The scheme is left out: behind a proxy that ends TLS, the browser says https and this process sees http.
function isOwnOrigin(origin: string, host: string | null): boolean {
  if (!host || !URL.canParse(origin)) return false;
  const { protocol } = new URL(origin);
  const own = `${protocol}//${host}`;
  return /^https?:$/.test(protocol) && URL.canParse(own) && new URL(own).host === new URL(origin).host;
}
