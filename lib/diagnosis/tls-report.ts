import type { X509Certificate } from 'node:crypto';
import type { ConnectFailure } from '../mcp/connector';
import type { TlsObservation } from '../mcp/observer';
import { isoTime, readCertificate } from '../x509/certificate';
import { toPem } from '../x509/pem';
import { captureChain } from './capture';
import { type Examination, examine, nothingSeen, type Patient } from './examine';
import { finding } from './finding';
import type { Finding, ReportCertificate, ReportTls } from './report';

export function reportTls(tls: TlsObservation): ReportTls {
  return {
    protocol: tls.protocol,
    cipher: tls.cipher,
    authorized: tls.authorized,
    authorization_error: tls.authorizationError,
    chain: tls.chain.map(reportCertificate),
    path: [],
  };
}

/**
 * Why verification refused the chain: it is captured on a connection that carries nothing, then examined. The findings
 * are never empty: what no rule explains is reported with OpenSSL's own word for it.
 */
export async function examineRefusal(
  failure: ConnectFailure,
  patient: Omit<Patient, 'chain' | 'where' | 'isRefused'>,
): Promise<{ tls: ReportTls | null } & Examination> {
  const seen = await captureChain(failure, patient.trust, patient.signal);
  if (!seen || seen.chain.length === 0) {
    return {
      ...nothingSeen,
      tls: seen && reportTls(seen),
      findings: [unexplained(failure, 'and its certificates could not be captured')],
    };
  }
  const examination = await examine({ ...patient, chain: seen.chain, where: failure, isRefused: true });
  const isExplained = examination.findings.some(({ severity }) => severity === 'error');
  return {
    ...examination,
    tls: { ...reportTls(seen), authorized: false, authorization_error: failure.refused, path: examination.nodes },
    findings: isExplained
      ? examination.findings
      : [unexplained(failure, 'and its certificates show no reason that Vouch knows'), ...examination.findings],
  };
}

function unexplained(failure: ConnectFailure, what: string): Finding {
  return finding('tls_handshake_failed', 'error', {
    certificate: 0,
    detail: `The certificate of ${failure.host} was refused (${failure.refused}: ${failure.message}), ${what}.`,
    fix: 'Save the chain with openssl s_client -showcerts and check it with openssl verify against the same bundle.',
  });
}

export function reportCertificate(x509: X509Certificate, position: number): ReportCertificate {
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
