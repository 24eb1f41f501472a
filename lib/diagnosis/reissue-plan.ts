import type { Certificate } from '../x509/certificate';
import { strictChecks } from '../x509/strict-rules';
import type { FindingCode } from './codes';
import { type CorrectedCertificate, correctCertificate } from './reissue-correct';
import type { Finding } from './report';

/** One certificate that has to be issued anew. */
export interface ReissueFix {
  /** Index in the path, 0 for the leaf. */
  certificate: number;
  /** What that cures; empty when it must follow a CA above it that changes. */
  codes: FindingCode[];
  corrected: CorrectedCertificate;
}

/** What a person can cure by issuing the certificate again, in the right form, under the same CA. */
const curable = new Set<FindingCode>([
  'certificate_expired',
  'certificate_not_yet_valid',
  'hostname_mismatch',
  'wrong_key_usage',
  'issuer_not_a_ca',
  'key_identifier_mismatch',
  'path_length_exceeded',
  'unknown_critical_extension',
  'weak_key',
  'weak_signature',
  ...strictChecks.map(({ code }) => code),
  'no_subject_alternative_name',
]);

export interface ReissueQuestion {
  /** Leaf to root, as they are. */
  path: readonly Certificate[];
  findings: readonly Pick<Finding, 'code' | 'certificate' | 'sha256'>[];
  /** The URL's host name or address, without brackets; empty when there is none. */
  host: string;
  now: Date;
}

/**
 * Which certificates of the path have to be issued anew to cure these findings, in the order in which that is done (CAs
 * first), and what they are to look like. Every certificate that is reissued comes out right altogether (RFC 5280 section 4.2), so that nobody has to do it
 * twice. Empty when reissuing cures nothing, or a certificate cannot be read well enough to say. Pure.
 */
export function planReissue({ path, findings, host, now }: ReissueQuestion): ReissueFix[] {
  try {
    const codes = withFollowers(path, codesAt(path, findings));
    const fixes = new Map<number, ReissueFix>();
    // From the root down: what is below takes its issuer's name and key identifier from the corrected one.
    for (let index = path.length - 1; index >= 0; index -= 1) {
      const own = codes.get(index);
      if (!own) continue;
      const issuer = fixes.get(index + 1)?.corrected ?? null;
      const corrected = correctCertificate({ path, index, codes: own, issuer, host, now });
      fixes.set(index, { certificate: index, codes: [...own], corrected });
    }
    return [...fixes.values()];
  } catch {
    return [];
  }
}

function codesAt(path: readonly Certificate[], findings: ReissueQuestion['findings']): Map<number, Set<FindingCode>> {
  const codes = new Map<number, Set<FindingCode>>();
  for (const { code, certificate, sha256 } of findings) {
    const named = path.findIndex(({ x509 }) => sha256 !== null && bare(x509.fingerprint256) === bare(sha256));
    // The first that was sent is the leaf, whatever the order of the others.
    const index = named === -1 && sha256 === null && certificate === 0 ? 0 : named;
    if (index === -1 || !curable.has(code)) continue;
    codes.set(index, (codes.get(index) ?? new Set()).add(code));
  }
  return codes;
}

/** A CA with another name, key or serial number takes certificates with it that name the old one. */
function withFollowers(
  path: readonly Certificate[],
  codes: Map<number, Set<FindingCode>>,
): Map<number, Set<FindingCode>> {
  const all = new Map(codes);
  const add = (index: number) => {
    if (path[index] && !all.has(index)) all.set(index, new Set());
  };
  for (const [index, own] of codes) if (own.has('empty_issuer')) add(index + 1);
  for (let index = path.length - 1; index > 0; index -= 1) {
    const [certificate, child] = [path[index], path[index - 1]];
    if (!all.has(index) || !certificate || !child) continue;
    const isOther = certificate.subject === '' || all.get(index)?.has('weak_key');
    if (isOther || child.openssl.authorityKey?.serial) add(index - 1);
  }
  return all;
}

function bare(fingerprint: string): string {
  return fingerprint.replaceAll(':', '').toLowerCase();
}
