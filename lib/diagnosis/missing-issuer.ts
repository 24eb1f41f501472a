import type { Certificate } from '../x509/certificate';

/** `reason` ends a sentence that starts with "Vouch takes it for …, because". */
export interface MissingIssuer {
  code: 'missing_intermediate' | 'unknown_ca';
  reason: string;
}

/**
 * A certificate's issuer was neither sent nor is it trusted. Whether it is an intermediate of a trusted CA that the
 * server forgot, or belongs to a CA nobody trusts here, does not follow from signatures, because its certificate is not
 * at hand. This weighs what the certificates at hand say about it. `chosen` are the trusted certificates chosen for this
 * server, empty when the public roots are in force; `anchorNames` all trusted subjects, one line each.
 */
export function judgeMissingIssuer(path: Certificate[], chosen: Certificate[], anchorNames: string[]): MissingIssuer {
  const last = path.at(-1);
  if (!last) throw new RangeError('a path has at least one certificate');
  const issuerName = commonName(last.issuer);
  const isCustomBundle = chosen.length > 0;
  const mayIssueCas = chosen.filter(mayIssueIntermediates);
  if (isCustomBundle && mayIssueCas.length === 0) {
    return { code: 'unknown_ca', reason: 'no certificate in the bundle may issue an intermediate' };
  }
  const told = toldByKeyIdentifier(last, chosen);
  if (told) return told;
  if (/\broot\b/i.test(issuerName)) return { code: 'unknown_ca', reason: 'its issuer calls itself a root' };
  const relative = isCustomBundle ? relatedName(last.issuer, mayIssueCas) : relatedPublicName(last, anchorNames);
  if (relative)
    return { code: 'missing_intermediate', reason: `its issuer shares a name with "${relative}", which is trusted` };
  if (!isCustomBundle) return { code: 'unknown_ca', reason: 'nothing ties its issuer to a public CA' };
  if (/\b(intermediate|issuing|subordinate|sub[- ]?ca|policy)\b/i.test(issuerName)) {
    return { code: 'missing_intermediate', reason: 'its issuer calls itself an intermediate' };
  }
  return { code: 'unknown_ca', reason: 'nothing ties its issuer to a trusted certificate' };
}

/** RFC 5280 section 4.2.1.1: an AKI may name the issuer's own issuer, which settles what the issuer is. */
function toldByKeyIdentifier({ names }: Certificate, anchors: Certificate[]): MissingIssuer | null {
  if (!names?.issuersIssuer) return null;
  const grandparent = anchors.find((anchor) => anchor.names?.subject === names.issuersIssuer);
  if (grandparent) {
    return {
      code: 'missing_intermediate',
      reason: `its key identifier says that "${commonName(grandparent.subject)}" issued its issuer`,
    };
  }
  return { code: 'unknown_ca', reason: 'its key identifier names a CA that is not trusted' };
}

/** RFC 5280 section 4.2.1.9: a path length of 0 allows leaves only; a certificate that is no CA allows nothing. */
function mayIssueIntermediates(anchor: Certificate): boolean {
  if (!anchor.basicConstraints) return anchor.version === 1;
  return anchor.basicConstraints.isCa && anchor.basicConstraints.pathLength !== 0;
}

/** Words that say what a certificate is, not whose. */
const generic = new Set(
  'ca cas root intermediate issuing issuer subordinate sub policy authority certification certificate certificates cert tls ssl server test lab demo pki trust services service global class ec ecc rsa the of and inc llc ltd gmbh corp corporation ag sa'.split(
    ' ',
  ),
);

function relatedName(issuer: string, anchors: Certificate[]): string | null {
  const organization = attribute(issuer, 'O');
  const words = distinctive(issuer);
  const found = anchors.find(
    (anchor) =>
      (organization !== null && attribute(anchor.subject, 'O') === organization) ||
      [...distinctive(anchor.subject)].some((word) => words.has(word)),
  );
  return found ? commonName(found.subject) : null;
}

/** CA/Browser Forum policies (2.23.140.1.*) stand in publicly trusted certificates only. */
function relatedPublicName(last: Certificate, anchorNames: string[]): string | null {
  const organization = attribute(last.issuer, 'O');
  const found = organization && anchorNames.find((name) => attribute(name, 'O') === organization);
  if (found) return commonName(found);
  return last.policies.some((oid) => oid.startsWith('2.23.140.1.')) ? 'a public CA' : null;
}

function distinctive(name: string): Set<string> {
  const text = [attribute(name, 'O'), attribute(name, 'OU'), attribute(name, 'CN')].filter(Boolean).join(' ');
  const words = text.toLowerCase().split(/[^\p{L}]+/u);
  return new Set(words.filter((word) => word.length > 1 && !generic.has(word)));
}

function attribute(name: string, type: string): string | null {
  const match = name.match(new RegExp(`(?:^|, )${type}=(.*?)(?=, [A-Za-z.0-9]+=|$)`));
  return match?.[1] ?? null;
}

export function commonName(name: string): string {
  return attribute(name, 'CN') ?? name;
}
