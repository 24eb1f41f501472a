import {
  type Certificate,
  foldName,
  isSame,
  isSignedBy,
  keyIdentifiersAgree,
  oneLine,
  readCertificate,
} from '../x509/certificate';
import { buildOpensslPath } from '../x509/openssl-path';
import { type ChainQuestion, nameOf, pointer } from './chain-question';
import { finding } from './finding';
import { commonName } from './missing-issuer';
import type { Finding } from './report';

/**
 * Issuers for which OpenSSL takes another certificate of the same name: it chooses by name and key identifier and does not
 * come back when the signature does not fit (X509_check_issued). `path` leads to a trusted certificate.
 */
export function namesakeFindings(question: ChainQuestion, path: Certificate[]): Finding[] {
  return path.slice(0, -1).flatMap((certificate, depth) => {
    const issuer = path[depth + 1];
    if (!issuer || !hasRival(question, certificate) || !isMisled(question, certificate)) return [];
    const name = `"${commonName(certificate.issuer)}"`;
    return finding('signature_mismatch', 'error', {
      ...pointer(question, certificate),
      detail: `${nameOf(certificate)} was signed by ${name}, and there is another certificate of that name with another key, in ${question.rootsName} or in what the server sent. Which of them is meant, ${nameOf(certificate)} does not say (it has no authority key identifier), so TLS clients take the first.`,
      fix: `Put the ${name} with the SHA-256 fingerprint ${issuer.x509.fingerprint256} before the other one, or leave the other one out. Better, have the certificate reissued with an authority key identifier.`,
    });
  });
}

/** Whether the issuer that OpenSSL takes is one that did not sign the certificate. */
function isMisled(question: ChainQuestion, certificate: Certificate): boolean {
  return [true, false].some((acceptsPartialChain) => {
    const { certificates } = buildOpensslPath({ ...question, acceptsPartialChain });
    const depth = certificates.findIndex((one) => isSame(one, certificate));
    const taken = certificates[depth + 1];
    return depth === -1 || taken === undefined || !isSignedBy(certificate, taken);
  });
}

function hasRival({ anchors, chain }: ChainQuestion, certificate: Certificate): boolean {
  const trusted = anchors
    .filter((anchor) => foldName(oneLine(anchor.subject)) === certificate.issuerKey)
    .map(readCertificate);
  const sent = chain.filter((one) => one.subjectKey === certificate.issuerKey);
  return [...trusted, ...sent].some((one) => keyIdentifiersAgree(certificate, one) && !isSignedBy(certificate, one));
}
