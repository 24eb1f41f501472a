import type { X509Certificate } from 'node:crypto';
import { isoTime, oneLine } from '../x509/certificate';
import { type Bundle, readBundle } from './bundle';
import type { TrustDecision } from './decide';
import { endedEntry } from './exception';
import { decideFor, inForceNow, reportTrust, type ServerTrust } from './resolve';
import { decisionSentence } from './sentence';
import { TrustError, type TrustErrorCode } from './trust-error';
import type { ReportTrust, TrustSource } from './types';

export interface BundleCertificate {
  subject: string;
  issuer: string;
  not_before: string;
  not_after: string;
  is_ca: boolean;
  sha256: string;
}

/** What a trust decision comes to, for people: also when it cannot be carried out. */
export interface TrustDescription {
  trust: ReportTrust;
  problem: { code: TrustErrorCode; message: string; fix: string } | null;
  warnings: string[];
  /** "Verified against /etc/ssl/corp.pem, because this server says so." */
  sentence: string;
  certificates: BundleCertificate[];
}

/** Describes the decision for a server as it stands now. Opens no connection; reads at most one bundle file. */
export async function describeTrust(server: ServerTrust): Promise<TrustDescription> {
  let decision: TrustDecision;
  try {
    decision = decideFor(server);
  } catch (error) {
    return undecided(error, server);
  }
  const { anchors } = decision;
  if (anchors.kind !== 'file') return describe(decision, null, null);
  try {
    return describe(decision, await readBundle(anchors.path, anchors.input, anchors.managed), null);
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    return describe(decision, null, error);
  }
}

/** What stands in a bundle file, or what is wrong with it. */
export async function describeBundle(path: string): Promise<Pick<TrustDescription, 'problem' | 'certificates'>> {
  try {
    const bundle = await readBundle(path, 'server.ssl_verify');
    return { problem: null, certificates: bundle.certificates.map(summarise) };
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    return { problem: { code: error.code, message: error.message, fix: error.fix }, certificates: [] };
  }
}

function undecided(error: unknown, server: ServerTrust): TrustDescription {
  if (!(error instanceof TrustError)) throw error;
  return {
    trust: reportUndecided(error, server),
    problem: { code: error.code, message: error.message, fix: error.fix },
    warnings: [],
    sentence: 'Nothing connects until this is corrected.',
    certificates: [],
  };
}

/** The trust part of a report when nothing connects: the decision, without the bundle that could not be used. */
export function reportRefused(server: ServerTrust): ReportTrust {
  try {
    return reportTrust(decideFor(server), null);
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    return reportUndecided(error, server);
  }
}

/** For a decision that could not be made: verification stays on, with no roots. */
function reportUndecided(error: TrustError, server: ServerTrust): ReportTrust {
  const { ended } = inForceNow(server);
  const source: TrustSource = error.input.startsWith('server.')
    ? 'server'
    : error.input === 'SSL_VERIFY'
      ? 'env:SSL_VERIFY'
      : 'config';
  return {
    verify: true,
    source,
    roots: 'none',
    bundle: null,
    trail: [
      ...(ended ? [endedEntry(ended, true)] : []),
      { input: error.input, value: null, used: true, note: error.message },
    ],
  };
}

function describe(decision: TrustDecision, bundle: Bundle | null, error: TrustError | null): TrustDescription {
  const trust = reportTrust(decision, bundle);
  return {
    trust,
    problem: error && { code: error.code, message: error.message, fix: error.fix },
    warnings: decision.warnings,
    sentence: error ? 'Nothing connects until this is corrected.' : decisionSentence(trust),
    certificates: bundle?.certificates.map(summarise) ?? [],
  };
}

function summarise(certificate: X509Certificate): BundleCertificate {
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    not_before: isoTime(certificate.validFrom),
    not_after: isoTime(certificate.validTo),
    is_ca: certificate.ca,
    sha256: certificate.fingerprint256,
  };
}
