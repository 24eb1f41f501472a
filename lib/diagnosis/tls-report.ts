import type { X509Certificate } from 'node:crypto';
import type { ConnectFailure } from '../mcp/connector';
import type { TlsObservation } from '../mcp/observer';
import { identityProblem } from '../trust/connection-options';
import { anchorsOf, type ResolvedTrust } from '../trust/resolve';
import { type Certificate, isoTime, readCertificate } from '../x509/certificate';
import { toPem } from '../x509/pem';
import { captureChain } from './capture';
import { chainErrors } from './chain-findings';
import { chainNotes } from './chain-notes';
import { nameOf } from './chain-question';
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
  const question = {
    chain,
    anchors: anchorsOf(trust),
    chosen: own.length <= PRIVATE_BUNDLE_MAX ? own : [],
    rootsName: trust.bundle ? `the bundle ${trust.bundle.path}` : 'the public roots',
    host: failure.host,
    identityProblem: leaf ? identityProblem(failure.host, leaf) : null,
    now: new Date(),
  };
  const findings = [
    () => chainErrors({ ...question, minRsaBits: 1024 }),
    () => chainErrors({ ...question, minRsaBits: 2048 }),
    () => nameConstraintError(chain, failure),
    () => [unexplained(failure, 'and its certificates show no reason that Vouch knows')],
  ].reduce<Finding[]>((found, look) => (found.length > 0 ? found : look()), []);
  return {
    tls: { ...reportTls(tls), authorized: false, authorization_error: failure.refused },
    findings: [...findings, ...chainNotes(chain, new Date())],
  };
}

/** RFC 5280 section 4.2.1.10. Which names a constraint covers is left to OpenSSL, which says so when it refuses. */
function nameConstraintError(chain: Certificate[], failure: ConnectFailure): Finding[] {
  if (!/subtree violation/i.test(failure.message)) return [];
  const index = chain.findIndex(({ extensions }) => extensions.some(({ oid }) => oid === '2.5.29.30'));
  const ca = chain[index];
  const who = ca ? nameOf(ca) : 'A CA above the chain that was sent';
  return [
    finding('name_constraint_violation', 'error', {
      certificate: index === -1 ? null : index,
      detail: `${who} may only issue for certain names (nameConstraints), and the server certificate has another one: ${failure.message}.`,
      fix: 'Have the server certificate issued by a CA that may issue for its names, or without the names that are not covered.',
    }),
  ];
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
