import { isIPv6 } from 'node:net';
import type { Destination } from '../trust/open-socket';
import { runOpenssl } from './openssl';

/**
 * Whether the server asks for a client certificate (CertificateRequest, RFC 8446 section 4.3.2). Node does not tell,
 * and under TLS 1.3 the message is encrypted, so the `openssl` command is asked, on a connection that carries nothing.
 * Null when it cannot be told: no such command, or no handshake within 5 s.
 */
export async function asksForClientCertificate(where: Destination, signal?: AbortSignal): Promise<boolean | null> {
  const [first] = where.addresses;
  if (!first) return null;
  const address = isIPv6(first.address) ? `[${first.address}]` : first.address;
  const sni = first.address === where.host ? ['-noservername'] : ['-servername', where.host.replace(/\.$/, '')];
  const args = ['s_client', '-connect', `${address}:${where.port}`, ...sni, '-msg'];
  const run = await runOpenssl(args, { signal });
  if (run && /^<<< .*CertificateRequest/m.test(run.stdout)) return true;
  return run && /^<<< .*ServerHello/m.test(run.stdout) ? false : null;
}
