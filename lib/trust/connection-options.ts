import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { type ConnectionOptions, checkServerIdentity, type PeerCertificate } from 'node:tls';
import { hasPassed } from './exception';
import type { ResolvedTrust } from './resolve';

/**
 * The TLS options of a connection that will carry requests: verification as decided, SNI for names only
 * (RFC 6066 section 3). Sessions are resumed within one conversation only. `host` is the URL's host name without brackets.
 * When an exception has ended since the decision, the certificate has to satisfy a context that trusts nothing.
 */
export function connectionOptions(trust: ResolvedTrust, host: string): ConnectionOptions {
  return {
    secureContext: trust.context,
    rejectUnauthorized: trust.decision.verify || hasPassed(trust.decision.until, new Date()),
    servername: serverName(host),
    ALPNProtocols: ['http/1.1'],
    checkServerIdentity: (name, certificate) => identityError(name, certificate),
  };
}

/**
 * The same for a probe that looks at a refused chain: it completes the handshake whatever the chain is, so the
 * caller must send nothing on it. `authorized` and `authorizationError` still tell what verification says.
 */
export function captureOptions(trust: ResolvedTrust, host: string): ConnectionOptions {
  return { ...connectionOptions(trust, host), rejectUnauthorized: false };
}

/** Why a certificate does not stand for a host, by Node's own rules (RFC 6125); null when it does. */
export function identityProblem(host: string, certificate: X509Certificate): string | null {
  const legacy = certificate.toLegacyObject() as unknown as PeerCertificate;
  return identityError(serverName(host) || host, legacy)?.message ?? null;
}

/** Node's own check, and for an address that it refuses OpenSSL's: Node 22.23 finds no IPv6 address in any certificate. */
function identityError(name: string, certificate: PeerCertificate): Error | undefined {
  const error = checkServerIdentity(name, certificate);
  return error && isIP(name) && new X509Certificate(certificate.raw).checkIP(name) ? undefined : error;
}

function serverName(host: string): string {
  return isIP(host) ? '' : host.replace(/\.$/, '');
}
