import type { X509Certificate } from 'node:crypto';
import type { ConnectFailure } from '../mcp/connector';
import type { TlsObservation } from '../mcp/observer';
import { identityProblem } from '../trust/connection-options';
import { anchorsOf, type ResolvedTrust } from '../trust/resolve';
import { isoTime, readCertificate } from '../x509/certificate';
import { toPem } from '../x509/pem';
import { captureChain } from './capture';
import { chainErrors } from './chain-findings';
import { chainNotes } from './chain-notes';
import { finding } from './finding';
import type { Finding, ReportCertificate, ReportTls } from './report';

export function reportTls(tls: TlsObservation): ReportTls {
  return {
    protocol: tls.protocol,
    cipher: tls.cipher,
    authorized: tls.authorized,
    authorization_error: tls.authorizationError,
    chain: tls.chain.map(reportCertificate),
  };
}

/** What is worth knowing about a chain that was accepted. */
export function tlsNotes(chain: X509Certificate[]): Finding[] {
  return chainNotes(chain.map(readCertificate), new Date());
}

/** A file with more certificates than this is a copy of the public roots, whoever named it. */
const PRIVATE_BUNDLE_MAX = 40;

/**
 * Why verification refused the chain: it is captured on a connection that carries nothing, then looked at.
 * Never empty: what these rules cannot explain is reported with OpenSSL's own word for it.
 */
export async function judgeRefusal(
  failure: ConnectFailure,
  trust: ResolvedTrust,
  signal?: AbortSignal,
): Promise<{ tls: ReportTls | null; findings: Finding[] }> {
  const tls = await captureChain(failure, trust, signal);
  if (!tls || tls.chain.length === 0) {
    return {
      tls: tls && reportTls(tls),
      findings: [unexplained(failure, 'and its certificates could not be captured')],
    };
  }
  const chain = tls.chain.map(readCertificate);
  const own = trust.bundle?.certificates ?? [];
  const [leaf] = tls.chain;
  const errors = chainErrors({
    chain,
    anchors: anchorsOf(trust),
    chosen: own.length <= PRIVATE_BUNDLE_MAX ? own : [],
    rootsName: trust.bundle ? `the bundle ${trust.bundle.path}` : 'the public roots',
    host: failure.host,
    identityProblem: leaf ? identityProblem(failure.host, leaf) : null,
    now: new Date(),
  });
  const findings =
    errors.length > 0 ? errors : [unexplained(failure, 'and its certificates show no reason that Vouch knows')];
  return {
    tls: { ...reportTls(tls), authorized: false, authorization_error: failure.refused },
    findings: [...findings, ...chainNotes(chain, new Date())],
  };
}

function unexplained(failure: ConnectFailure, what: string): Finding {
  return finding('tls_handshake_failed', 'error', {
    certificate: 0,
    detail: `The certificate of ${failure.host} was refused (${failure.refused}: ${failure.message}), ${what}.`,
    fix: 'Save the chain with openssl s_client -showcerts and check it with openssl verify against the same bundle.',
  });
}

function reportCertificate(x509: X509Certificate, position: number): ReportCertificate {
  const certificate = readCertificate(x509);
  return {
    position,
    subject: certificate.subject,
    issuer: certificate.issuer,
    serial: x509.serialNumber,
    not_before: isoTime(x509.validFrom),
    not_after: isoTime(x509.validTo),
    sha256: x509.fingerprint256,
    subject_alt_names: certificate.subjectAltNames,
    is_ca: x509.ca,
    public_key: certificate.publicKey,
    signature_algorithm: certificate.signatureAlgorithm,
    pem: toPem(x509.raw),
  };
}
