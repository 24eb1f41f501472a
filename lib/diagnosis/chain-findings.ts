import { isWeakSignature } from '../x509/algorithms';
import type { Certificate } from '../x509/certificate';
import { processedExtensions } from '../x509/critical-extensions';
import type { CertificationPath } from '../x509/path';
import { bitsOfLevel, securityBits } from '../x509/security-bits';
import { type ChainQuestion, nameOf, pointer, position } from './chain-question';
import { nameProblem } from './client-names';
import { day, finding } from './finding';
import { nearMisses } from './name-near-miss';
import { namesakeFindings } from './namesake-findings';
import { pathFindings } from './path-findings';
import { type ClientId, clientIds, clientProfiles } from './profiles';
import type { Finding } from './report';

/**
 * Every reason for which a chain can be refused whoever looks at it, found by looking at the certificates (never at
 * Node's error code, which is the last of several). In the order in which OpenSSL checks: path, extensions, strength,
 * name, times. `clients` are the profiles whose rules it breaks. Pure; `path` is the question's own.
 */
export function chainErrors(question: ChainQuestion, path: CertificationPath): Finding[] {
  const { certificates } = path;
  // Nobody checks the signature of a trusted certificate, or of one on itself.
  const endsInRoot = path.end === 'anchored' || path.end === 'self_signed';
  const signed = certificates.slice(0, endsInRoot ? -1 : undefined);
  const found = [
    ...forAll(pathFindings(question, path)),
    ...forAll(
      certificates.flatMap((certificate, depth) => extensionErrors(question, certificates, certificate, depth)),
    ),
    ...certificates.flatMap((one) => keyErrors(question, one)),
    ...forAll(signed.flatMap((one) => signatureErrors(question, one))),
    ...identityErrors(question),
    ...forAll(certificates.flatMap((one, depth) => validityErrors(question, one, depth))),
  ];
  return path.end === 'anchored' ? [...found, ...forAll(namesakeFindings(question, certificates))] : found;
}

function forAll(findings: Finding[]): Finding[] {
  return findings.map((one) => ({ ...one, clients: [...clientIds] }));
}

/** Critical, they have a finding of their own: key_identifier_critical. */
const keyIdentifiers = ['2.5.29.14', '2.5.29.35'];

function extensionErrors(
  question: ChainQuestion,
  path: Certificate[],
  certificate: Certificate,
  depth: number,
): Finding[] {
  const found: Finding[] = [];
  const at = pointer(question, certificate);
  const name = nameOf(certificate);
  for (const extension of certificate.extensions) {
    if (!extension.isCritical || processedExtensions.has(extension.oid)) continue;
    if (keyIdentifiers.includes(extension.oid)) continue;
    found.push(
      finding('unknown_critical_extension', 'error', {
        ...at,
        detail: `${name} has the critical extension ${extension.oid}, which TLS clients do not know and must therefore refuse (RFC 5280 section 4.2).`,
        fix: 'Reissue that certificate without the extension, or with the extension not critical.',
      }),
    );
  }
  if (depth > 0 && !isCa(certificate)) {
    found.push(
      finding('issuer_not_a_ca', 'error', {
        ...at,
        detail: `${name} issued ${nameOf(path[depth - 1] ?? certificate)}, but it is not a CA: basicConstraints or keyUsage does not allow it to sign certificates (RFC 5280 sections 4.2.1.9 and 4.2.1.3).`,
        fix: 'Have the certificate issued by a CA, or reissue the issuer with basicConstraints CA:TRUE and keyUsage keyCertSign.',
      }),
    );
  }
  const limit = certificate.basicConstraints?.pathLength ?? null;
  const below = path.slice(1, depth).filter((one) => !one.isSelfIssued).length;
  if (depth > 0 && limit !== null && below > limit) {
    found.push(
      finding('path_length_exceeded', 'error', {
        ...at,
        detail: `${name} allows ${limit} CA certificates below itself (pathLenConstraint), and there are ${below} (RFC 5280 section 4.2.1.9).`,
        fix: 'Issue the server certificate from a CA that is higher up, or reissue that CA certificate with a larger path length.',
      }),
    );
  }
  const purposeProblem = wrongPurpose(certificate, depth);
  if (purposeProblem) {
    found.push(
      finding('wrong_key_usage', 'error', {
        ...at,
        detail: `${name} ${purposeProblem}`,
        fix: 'Reissue it for TLS servers: extendedKeyUsage=serverAuth and keyUsage=digitalSignature (and keyEncipherment for RSA).',
      }),
    );
  }
  return found;
}

/** X509_check_ca: keyUsage without keyCertSign settles it; then basicConstraints; then version 1 or keyUsage alone. */
function isCa({ basicConstraints, keyUsage, version, isSelfIssued }: Certificate): boolean {
  if (keyUsage && !keyUsage.keyCertSign) return false;
  if (basicConstraints) return basicConstraints.isCa;
  return (version === 1 && isSelfIssued) || keyUsage !== null;
}

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
/** Netscape's and Microsoft's "server gated" purposes count as server purposes for OpenSSL. */
const SERVER_GATED = ['2.16.840.1.113730.4.1', '1.3.6.1.4.1.311.10.3.3'];

function wrongPurpose({ extendedKeyUsage, keyUsage }: Certificate, depth: number): string | null {
  if (extendedKeyUsage && ![SERVER_AUTH, ...SERVER_GATED].some((oid) => extendedKeyUsage.includes(oid))) {
    return `may be used for ${extendedKeyUsage.join(', ') || 'nothing'}${extendedKeyUsage.length > 0 ? ' only' : ''}, not for TLS servers: its extendedKeyUsage lacks serverAuth (RFC 5280 section 4.2.1.12).`;
  }
  if (depth === 0 && keyUsage && !keyUsage.serverAuthentication) {
    return 'may not be used to authenticate a server: its keyUsage has neither digitalSignature, keyEncipherment nor keyAgreement (RFC 5280 section 4.2.1.3).';
  }
  return null;
}

function keyErrors(question: ChainQuestion, certificate: Certificate): Finding[] {
  const bits = securityBits(certificate);
  if (bits === null) return [];
  const clients = clientProfiles.filter(({ securityLevel }) => bits < bitsOfLevel[securityLevel]).map(({ id }) => id);
  if (clients.length === 0) return [];
  return [
    finding('weak_key', 'error', {
      ...pointer(question, certificate),
      clients,
      detail: `${nameOf(certificate)} has the key ${certificate.publicKey}, which is too short: Python and curl ask for RSA with 2048 bits or EC with 224, the most lenient clients for RSA with 1024 or EC with 160.`,
      fix: 'Make a new key (EC P-256, or RSA with 2048 bits or more) and have the certificate reissued for it.',
    }),
  ];
}

function signatureErrors(question: ChainQuestion, certificate: Certificate): Finding[] {
  if (!isWeakSignature(certificate.signatureAlgorithm)) return [];
  return [
    finding('weak_signature', 'error', {
      ...pointer(question, certificate),
      detail: `${nameOf(certificate)} is signed with ${certificate.signatureAlgorithm}, a hash that can be forged.`,
      fix: 'Have the certificate reissued with SHA-256 or better.',
    }),
  ];
}

function identityErrors({ chain, host }: ChainQuestion): Finding[] {
  const [leaf] = chain;
  if (!leaf || host === null) return [];
  const clients: ClientId[] = clientIds.filter((client) => nameProblem(client, host, leaf.x509) !== null);
  if (clients.length === 0) return [];
  const names = leaf.subjectAltNames.length > 0 ? leaf.subjectAltNames.join(', ') : 'no subjectAltName at all';
  const why = nearMisses(host, leaf.x509);
  return [
    finding('hostname_mismatch', 'error', {
      certificate: 0,
      sha256: leaf.x509.fingerprint256,
      clients,
      detail: `The URL says ${host}; the certificate (${nameOf(leaf)}) is for ${names}.${why ? ` ${why}` : ''}`,
      fix: 'Use a name from the certificate in the URL, or have the certificate reissued with this name in its subjectAltName. No CA bundle cures this.',
    }),
  ];
}

export function validityErrors(question: ChainQuestion, certificate: Certificate, depth: number): Finding[] {
  const at = pointer(question, certificate);
  const { now } = question;
  const renew =
    position(question, certificate) === null
      ? `Replace it in ${question.rootsName}.`
      : 'Renew that certificate on the server, and restart or reload it. No CA bundle cures this.';
  if (now > certificate.notAfter) {
    const detail = `${roleOf(certificate, depth)} ${nameOf(certificate)} expired on ${day(certificate.notAfter)}.`;
    return [finding('certificate_expired', 'error', { ...at, detail, fix: renew })];
  }
  if (now < certificate.notBefore) {
    const detail = `${roleOf(certificate, depth)} ${nameOf(certificate)} is valid from ${day(certificate.notBefore)} on; it is ${day(now)} here.`;
    return [
      finding('certificate_not_yet_valid', 'error', {
        ...at,
        detail,
        fix: 'Check the clocks of this machine and of the CA first. If they are right, wait, or have the certificate reissued.',
      }),
    ];
  }
  return [];
}

function roleOf({ isSelfIssued }: Certificate, depth: number): string {
  if (depth === 0) return 'The server certificate';
  return isSelfIssued ? 'The root' : 'The intermediate';
}
