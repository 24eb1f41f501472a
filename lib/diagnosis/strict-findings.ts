import type { Certificate } from '../x509/certificate';
import { buildOpensslPath } from '../x509/openssl-path';
import { lintStrict, type StrictDefect } from '../x509/strict-lint';
import { type ChainQuestion, nameOf, pointer } from './chain-question';
import { finding } from './finding';
import { clientProfiles } from './profiles';
import type { Finding } from './report';
import { strictWords } from './strict-words';

/** Profiles that check the form of certificates (X509_V_FLAG_X509_STRICT). */
const strict = clientProfiles.filter(({ isStrict }) => isStrict).map(({ id }) => id);

/** Every rule of form that a certificate of the chain breaks, the trusted one included. */
export function strictFindings(question: ChainQuestion): Finding[] {
  const path = pathToLint(question);
  return lintStrict(path).flatMap((defect) => {
    const certificate = path[defect.depth];
    if (!certificate || defect.depth !== path.indexOf(certificate)) return [];
    const { detail, fix } = strictWords[defect.code];
    return finding(defect.code, 'warning', {
      ...pointer(question, certificate),
      clients: [...strict],
      rule: { extension: defect.extension, section: defect.section, openssl_code: defect.opensslCode },
      detail: `${nameOf(certificate)} ${detail} (RFC 5280 section ${defect.section}). Python 3.13 and later refuse it for that; Node, curl and older Python do not look.`,
      fix: `Reissue it ${fix}.${cure(defect, path.length)}`,
    });
  });
}

/** Where an issuer is missing, one more stands at the end: the rules for the last certificate are not for those before. */
function pathToLint({ chain, anchors, now }: ChainQuestion): Certificate[] {
  const { certificates, end } = buildOpensslPath({ chain, anchors, acceptsPartialChain: true, now });
  return end === 'missing_issuer' ? [...certificates, ...certificates.slice(-1)] : certificates;
}

/** What a bundle can do about it: a trusted certificate is checked as well, the missing AKI of the last one is not. */
function cure({ depth, code }: StrictDefect, length: number): string {
  if (depth === length - 1 && depth > 0)
    return ' It is one you trust: put the reissued one into the bundle in its place.';
  if (depth === 0) return ' No CA in a bundle cures it, because it is the server certificate itself.';
  return code === 'missing_authority_key_identifier'
    ? ' Or trust this certificate itself, together with its root.'
    : '';
}
