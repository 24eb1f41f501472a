import { type Certificate, hasSameKey, oneLine, readCertificate } from '../x509/certificate';
import type { CertificationPath } from '../x509/path';
import { type ChainQuestion, nameOf, pointer } from './chain-question';
import { finding } from './finding';
import { commonName, judgeMissingIssuer } from './missing-issuer';
import type { Finding } from './report';

/** Why a path does not end in a trusted certificate; nothing when it does. */
export function pathFindings(question: ChainQuestion, path: CertificationPath): Finding[] {
  const last = path.certificates.at(-1);
  if (path.end === 'anchored' || !last) return [];
  const at = pointer(question, last);
  const { rootsName } = question;
  const issuer = `"${commonName(last.issuer)}"`;

  if (path.end === 'self_signed') return [selfSignedEnd(question, path, last)];

  if (path.end === 'wrong_key_identifier') {
    return [
      finding('key_identifier_mismatch', 'error', {
        ...at,
        detail: `${nameOf(last)} was signed by ${issuer}, but its authority key identifier ${meantIssuer(last)} (RFC 5280 section 4.2.1.1). Clients that look for the issuer by it do not find it.`,
        fix: `Have the certificate reissued, so that its authority key identifier is the subject key identifier of ${issuer}, without issuer and serial number.`,
      }),
    ];
  }

  if (path.end === 'wrong_key') {
    const rivals = [...path.namesakes, ...question.chain.filter((one) => one !== last)];
    if (rivals.some((one) => isNamedByKey(last, one))) {
      return [
        finding('signature_mismatch', 'error', {
          ...at,
          detail: `${nameOf(last)} names ${issuer} as its issuer, by name and by key identifier, but its signature does not fit that key: the certificate was changed after it was signed, or another key signed it.`,
          fix: `Take the certificate once more from the CA that issued it, and compare the fingerprints. If they are the same, have it reissued by ${issuer}.`,
        }),
      ];
    }
    const where = path.namesakes.length > 0 ? `in ${rootsName}` : 'sent by the server';
    return [
      finding('signature_mismatch', 'error', {
        ...at,
        detail: `${nameOf(last)} names ${issuer} as its issuer. A certificate of that name is ${where}, but its key did not sign this one: two CAs, or two generations of one CA, have the same name.`,
        fix: `Get the certificate of the ${issuer} that signed this one (compare subject key identifiers) and put it into the bundle; leave the other one in while servers still use it.`,
      }),
    ];
  }
  if (path.end === 'circle') {
    return [
      finding('unknown_ca', 'error', {
        ...at,
        detail: `The CAs that the server sends certify each other in a circle (${path.certificates.slice(1).map(nameOf).join('; ')}). None of them is in ${rootsName}.`,
        fix: 'Choose Custom CA and name a file with the certificate of one of these CAs, after comparing its SHA-256 fingerprint with the one the CA publishes.',
      }),
    ];
  }
  return [missingIssuer(question, path, last, issuer)];
}

/** What an authority key identifier names instead of the issuer. */
function meantIssuer({ authorityKeyId, openssl }: Certificate): string {
  const byCertificate = openssl.authorityKey?.serial || openssl.authorityKey?.issuerName;
  if (!byCertificate) return `(${authorityKeyId}) names another key`;
  return `${authorityKeyId ? `(${authorityKeyId}) ` : ''}names another key, or a certificate with another issuer or serial number`;
}

function isNamedByKey(certificate: Certificate, issuer: Certificate): boolean {
  const keyId = certificate.authorityKeyId;
  return keyId !== null && keyId === issuer.subjectKeyId && certificate.issuerKey === issuer.subjectKey;
}

function selfSignedEnd(question: ChainQuestion, path: CertificationPath, last: Certificate): Finding {
  const { rootsName } = question;
  const at = pointer(question, last);
  const isRenewed = path.namesakes.some(({ x509 }) => hasSameKey(x509, last.x509));
  if (isRenewed) {
    return finding(path.certificates.length === 1 ? 'self_signed_certificate' : 'unknown_ca', 'error', {
      ...at,
      detail: `${nameOf(last)} signed itself, and it is not in ${rootsName}: what is there has the same name and key, but is another certificate, as after a renewal. A certificate that signed itself is trusted only as it stands.`,
      fix: `Compare its SHA-256 fingerprint ${last.x509.fingerprint256} with the server's administrator. If it is right, put it into the bundle in place of the old one.`,
    });
  }
  if (path.namesakes.length > 0) {
    return finding('signature_mismatch', 'error', {
      ...at,
      detail: `The server's chain ends in ${nameOf(last)}. A certificate of that name is in ${rootsName}, but it has another key: the server uses another generation of it, or another CA of the same name.`,
      fix: `Compare the SHA-256 fingerprint ${last.x509.fingerprint256} with the one your CA publishes. If it is right, put that certificate into the bundle as well.`,
    });
  }
  if (path.certificates.length === 1) {
    return finding('self_signed_certificate', 'error', {
      ...at,
      detail: `${nameOf(last)} signed itself, and it is not in ${rootsName}. Nobody vouches for it.`,
      fix: `Compare its SHA-256 fingerprint ${last.x509.fingerprint256} with the server's administrator. If it is right, save the certificate to a file and choose Custom CA with that file; better, have a CA issue one.`,
    });
  }
  return finding('unknown_ca', 'error', {
    ...at,
    detail: `The chain ends in the root ${nameOf(last)}, which the server sent along. It is not in ${rootsName}, and a root that comes with the chain proves nothing.`,
    fix: `If this is your CA, choose Custom CA and name a file with that root in it, after comparing its SHA-256 fingerprint ${last.x509.fingerprint256} with the one your CA publishes.`,
  });
}

function missingIssuer(question: ChainQuestion, path: CertificationPath, last: Certificate, issuer: string): Finding {
  const at = pointer(question, last);
  const { rootsName, anchors, chosen, chain } = question;
  const verdict = judgeMissingIssuer(
    path.certificates,
    chosen.map((anchor) => readCertificate(anchor)),
    anchors.map((anchor) => oneLine(anchor.subject)),
  );
  const sent = `It sent ${chain.length === 1 ? '1 certificate' : `${chain.length} certificates`} (${chain.map(nameOf).join('; ')}).`;
  const gap = `${path.certificates.length === 1 ? 'The server certificate' : nameOf(last)} was issued by ${issuer}, which the server did not send and which is not in ${rootsName}.`;
  if (verdict.code === 'missing_intermediate') {
    return finding('missing_intermediate', 'error', {
      ...at,
      detail: `${sent} ${gap} Vouch takes ${issuer} for an intermediate, because ${verdict.reason}. Browsers fetch it by themselves, so that it works there proves nothing.`,
      fix: `Have the server send its whole chain, the server certificate first and then ${issuer} (nginx: a ssl_certificate file with both). If the server cannot be changed, name a bundle with the root and ${issuer} under Custom CA.`,
    });
  }
  return finding('unknown_ca', 'error', {
    ...at,
    detail: `${sent} ${gap}`,
    fix:
      chosen.length > 0
        ? `Put the root certificate behind ${issuer} into the bundle, or name the bundle that holds it. If ${issuer} is an intermediate of a CA in the bundle, the server has to send it along.`
        : `If ${issuer} belongs to your own CA, choose Custom CA and name a file with that CA's root certificate.`,
  });
}
