import { execFile } from 'node:child_process';
import { isIPv6 } from 'node:net';
import type { Destination } from '../trust/open-socket';

const PROBE_MS = 5000;
const MAX_OUTPUT_BYTES = 1024 * 1024;

/**
 * Whether the server asks for a client certificate (CertificateRequest, RFC 8446 section 4.3.2). Node does not tell,
 * and under TLS 1.3 the message is encrypted, so the `openssl` command is asked, on a connection that carries nothing.
 * Null when it cannot be told: no such command, or no handshake within 5 s.
 */
export function asksForClientCertificate(where: Destination, signal?: AbortSignal): Promise<boolean | null> {
  const [first] = where.addresses;
  if (!first) return Promise.resolve(null);
  const address = isIPv6(first.address) ? `[${first.address}]` : first.address;
  const sni = first.address === where.host ? ['-noservername'] : ['-servername', where.host.replace(/\.$/, '')];
  const args = ['s_client', '-connect', `${address}:${where.port}`, ...sni, '-msg'];
  return new Promise((resolve) => {
    const options = { timeout: PROBE_MS, maxBuffer: MAX_OUTPUT_BYTES, killSignal: 'SIGKILL', signal } as const;
    const child = execFile('openssl', args, options, (_error, stdout) => {
      if (/^<<< .*CertificateRequest/m.test(stdout)) resolve(true);
      else resolve(/^<<< .*ServerHello/m.test(stdout) ? false : null);
    });
    child.on('error', () => resolve(null));
    child.stdin?.on('error', () => undefined).end();
  });
}
