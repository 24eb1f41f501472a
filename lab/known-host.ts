import { lookup } from 'node:dns/promises';

/** Whether this machine knows the host of a URL: names below localhost (RFC 6761 section 6.3) are known to few. */
export async function isKnownHost(url: string): Promise<boolean> {
  return lookup(new URL(url).hostname).then(
    () => true,
    () => false,
  );
}
