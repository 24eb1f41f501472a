const ipv4 = /^127\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

/** Whether a bare host name or address is this machine's loopback: localhost, 127.0.0.0/8 or ::1, and nothing that only looks like it. */
export function isLoopbackHost(host: string): boolean {
  const name = host.toLowerCase();
  if (name === 'localhost' || name === '::1') return true;
  const octets = ipv4.exec(name)?.slice(1) ?? [];
  return octets.length === 3 && octets.every((octet) => Number(octet) <= 255 && String(Number(octet)) === octet);
}

/**
 * Whether a Host header (RFC 9110 section 7.2) names the loopback. A page of another site that had its own name
 * point to 127.0.0.1 (DNS rebinding) still sends its own name.
 */
export function isLoopbackHeader(header: string | null): boolean {
  const parts = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+))(?::\d{1,5})?$/i.exec(header ?? '');
  if (!parts) return false;
  const [, bracketed, plain] = parts;
  return bracketed !== undefined ? bracketed === '::1' : isLoopbackHost(plain ?? '');
}

/**
 * Whether a reverse proxy says that the request came from elsewhere (`X-Forwarded-For`). Many proxies replace the Host
 * header by the address they connect to, which is the loopback when they run on this machine.
 */
export function isForwardedFromElsewhere(header: string | null): boolean {
  const addresses = (header ?? '').split(',').map((address) => address.trim().replace(/^::ffff:(?=127\.)/i, ''));
  return addresses.some((address) => address !== '' && !isLoopbackHost(address));
}
