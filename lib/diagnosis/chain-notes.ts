import { type Certificate, hasSameKey, isSignedBy } from '../x509/certificate';
import { EXPIRES_SOON_DAYS } from '../x509/expires-soon';
import { nameOf } from './chain-question';
import { day, finding } from './finding';
import type { Finding } from './report';

/** What is worth knowing about a sent chain although nobody refuses it. Pure. */
export function chainNotes(chain: Certificate[], now: Date): Finding[] {
  return [
    ...expiryNotes(chain, now),
    ...orderNotes(chain),
    ...rootNotes(chain),
    ...altNameNotes(chain),
    ...crossSignedNotes(chain),
  ];
}

function expiryNotes(chain: Certificate[], now: Date): Finding[] {
  return chain.flatMap((certificate, index) => {
    const days = Math.floor((certificate.notAfter.getTime() - now.getTime()) / 86_400_000);
    if (!(days >= 0 && days < EXPIRES_SOON_DAYS)) return [];
    return finding('expires_soon', 'info', {
      certificate: index,
      sha256: certificate.x509.fingerprint256,
      detail: `${nameOf(certificate)} expires on ${day(certificate.notAfter)}, in ${days === 1 ? '1 day' : `${days} days`}.`,
      fix: 'Renew it now: when it has expired, every client refuses the server.',
    });
  });
}

/** RFC 8446 section 4.4.2: each certificate should directly certify the one before it. */
function orderNotes(chain: Certificate[]): Finding[] {
  const index = chain.findIndex((certificate, at) => {
    const next = chain[at + 1];
    return (
      next &&
      certificate.issuerKey !== next.subjectKey &&
      chain.some((one) => one !== certificate && one.subjectKey === certificate.issuerKey)
    );
  });
  const certificate = chain[index];
  if (!certificate) return [];
  return [
    finding('chain_out_of_order', 'info', {
      certificate: index,
      sha256: certificate.x509.fingerprint256,
      detail: `${nameOf(certificate)} is not followed by the certificate that issued it, which the server sends at another place.`,
      fix: 'Put the server certificate first and after each certificate the one that issued it.',
    }),
  ];
}

function rootNotes(chain: Certificate[]): Finding[] {
  const index = chain.findIndex((one, at) => at > 0 && one.isSelfIssued && isSignedBy(one, one));
  const certificate = chain[index];
  if (!certificate) return [];
  return [
    finding('root_sent', 'info', {
      certificate: index,
      sha256: certificate.x509.fingerprint256,
      detail: `The server sends the root ${nameOf(certificate)}. Clients have it or do not trust it; sending it only costs bytes.`,
      fix: 'Leave the root out of the file the server sends.',
    }),
  ];
}

/** RFC 6125 section 6.4.4: the common name counts only for clients that still look at it. */
function altNameNotes([leaf]: Certificate[]): Finding[] {
  if (!leaf || leaf.extensions.some(({ oid }) => oid === '2.5.29.17')) return [];
  return [
    finding('no_subject_alternative_name', 'info', {
      certificate: 0,
      sha256: leaf.x509.fingerprint256,
      detail: `${nameOf(leaf)} has its name in the subject only. Browsers, Go and urllib3 do not look there and refuse it; Python's own ssl module, Node and curl still do, for host names.`,
      fix: 'Have it reissued with its names in subjectAltName.',
    }),
  ];
}

function crossSignedNotes(chain: Certificate[]): Finding[] {
  const index = chain.findIndex((one, at) => chain.slice(0, at).some((other) => isCrossSigned(one, other)));
  const certificate = chain[index];
  if (!certificate) return [];
  return [
    finding('cross_signed', 'info', {
      certificate: index,
      sha256: certificate.x509.fingerprint256,
      detail: `The server sends two certificates of ${nameOf(certificate)}, signed by different CAs. Clients on OpenSSL take the first that fits and do not come back, so their order decides.`,
      fix: 'Send the one first that leads to the root your clients trust; leave the other one out when nobody needs it.',
    }),
  ];
}

/** One name and key, certified by two CAs. */
function isCrossSigned(one: Certificate, other: Certificate): boolean {
  return one.subjectKey === other.subjectKey && one.issuerKey !== other.issuerKey && hasSameKey(one.x509, other.x509);
}
