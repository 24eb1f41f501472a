import type { Certificate } from '../x509/certificate';
import { buildOpensslPath } from '../x509/openssl-path';
import { lintStrict, type StrictDefect } from '../x509/strict-lint';
import { type ChainQuestion, nameOf, pointer } from './chain-question';
import { clientNames } from './client-labels';
import { finding } from './finding';
import { type ClientId, clientIds, clientProfiles } from './profiles';
import type { ClientVerdict, Finding } from './report';
import { strictWords } from './strict-words';

/** Profiles that check the form of certificates (X509_V_FLAG_X509_STRICT). */
const strict = clientProfiles.filter(({ isStrict }) => isStrict).map(({ id }) => id);

/** Every rule of form that a certificate of the chain breaks, the trusted one included, with who refuses because of it. */
export function strictFindings(question: ChainQuestion, verdicts: ClientVerdict[]): Finding[] {
  const path = pathToLint(question);
  return lintStrict(path).flatMap((defect) => {
    const certificate = path[defect.depth];
    if (!certificate || defect.depth !== path.indexOf(certificate)) return [];
    const { detail, fix } = strictWords[defect.code];
    const clients = refusing(defect, verdicts);
    const isStrictOnly = clients.length === strict.length;
    return finding(defect.code, 'warning', {
      ...pointer(question, certificate),
      clients,
      rule: { extension: defect.extension, section: defect.section, openssl_code: defect.opensslCode },
      detail: `${nameOf(certificate)} ${detail} (RFC 5280 section ${defect.section}). ${isStrictOnly ? 'Python 3.13 and later refuse it for that; Node, curl and older Python do not look.' : `${clientNames(clients)} refuse it for that.`}`,
      fix: `Reissue it ${fix}.${cure(defect, path.length)}`,
    });
  });
}

/** Where an issuer is missing, one more stands at the end: the rules for the last certificate are not for those before. */
function pathToLint({ chain, anchors, now }: ChainQuestion): Certificate[] {
  const { certificates, end } = buildOpensslPath({ chain, anchors, acceptsPartialChain: true, now });
  return end === 'missing_issuer' ? [...certificates, ...certificates.slice(-1)] : certificates;
}

/** What such a defect makes clients without the flag stumble over all the same, as X509_V_ERR_* numbers. */
const alsoSeenAs: Partial<Record<StrictDefect['code'], number[]>> = {
  // A key identifier that is critical is an unknown critical extension to OpenSSL 3.0.
  key_identifier_critical: [34],
  // The signature is checked by the outer algorithm, whatever the inner one says.
  signature_algorithm_mismatch: [7],
};

function refusing({ code, depth }: StrictDefect, verdicts: ClientVerdict[]): ClientId[] {
  const codes = alsoSeenAs[code] ?? [];
  const others = verdicts
    .filter((one) => one.depth === depth && codes.includes(one.code ?? 0))
    .map(({ client }) => client);
  // curl does not get past the name of an issuer that has none.
  const curl = code === 'empty_issuer' && depth === 0 ? ['curl'] : [];
  return clientIds.filter((client) => [...strict, ...others, ...curl].includes(client));
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
