import type { Certificate } from '../x509/certificate';

/** `reason` ends a sentence that starts with "Vouch takes it for …, because". */
export interface MissingIssuer {
  code: 'missing_intermediate' | 'unknown_ca';
  reason: string;
}

/** What a CA calls itself, in the languages of those that do not say it in English. */
const root = /(?<!\p{L})(root|wurzel|racine|ra[ií]z|radice)(?!\p{L})|rootca/iu;
const intermediate = /(?<!\p{L})(intermediate|issuing|subordinate|sub[- ]?ca|policy)(?!\p{L})/iu;

/**
 * A certificate's issuer was neither sent nor is it trusted. Whether it is an intermediate of a trusted CA that the
 * server forgot, or belongs to a CA nobody trusts here, does not follow from signatures, because its certificate is not
 * at hand. This weighs what the certificates at hand say about it. `chosen` are the trusted certificates chosen for this
 * server, empty when the public roots are in force; `anchorNames` all trusted subjects, one line each.
 */
export function judgeMissingIssuer(path: Certificate[], chosen: Certificate[], anchorNames: string[]): MissingIssuer {
  const last = path.at(-1);
  if (!last) throw new RangeError('a path has at least one certificate');
  return chosen.length > 0 ? judgeByBundle(last, chosen) : judgeByPublicRoots(last, anchorNames);
}

function judgeByBundle(last: Certificate, chosen: Certificate[]): MissingIssuer {
  const mayIssueCas = chosen.filter(mayIssueIntermediates);
  if (mayIssueCas.length === 0) return unknown('no certificate in the bundle may issue an intermediate');
  const { issuersIssuer } = last;
  if (issuersIssuer) return judgeByKeyIdentifier(last, issuersIssuer, mayIssueCas);
  const issuerName = commonName(last.issuer);
  const callsItselfIntermediate = intermediate.test(issuerName);
  if (root.test(issuerName) && !callsItselfIntermediate) return unknown('its issuer calls itself a root');
  const relative = relatedName(last.issuer, mayIssueCas);
  if (relative) return missing(`its issuer shares a name with "${relative}", which is trusted`);
  const isElsewhere = mayIssueCas.every((anchor) => organizations(anchor.subject).length > 0);
  if (callsItselfIntermediate && organizations(last.issuer).length === 0 && !isElsewhere) {
    return missing('its issuer calls itself an intermediate');
  }
  return unknown('nothing ties its issuer to a trusted certificate');
}

/** RFC 5280 section 4.2.1.1: an AKI may name the issuer's own issuer, which settles whether the issuer is a root. */
function judgeByKeyIdentifier(last: Certificate, grandparent: { der: string; text: string }, anchors: Certificate[]) {
  if (grandparent.der === last.names?.issuer) return unknown('its key identifier says that its issuer is a root');
  const named = `its key identifier says that "${commonName(grandparent.text)}" issued its issuer`;
  if (anchors.some((anchor) => anchor.names?.subject === grandparent.der)) return missing(named);
  const relative = relatedName(grandparent.text, anchors) ?? relatedName(last.issuer, anchors);
  if (relative) return missing(`${named}, and it shares a name with "${relative}", which is trusted`);
  return unknown('its key identifier names a CA that is not trusted');
}

function judgeByPublicRoots(last: Certificate, anchorNames: string[]): MissingIssuer {
  if (root.test(commonName(last.issuer)) && !intermediate.test(commonName(last.issuer))) {
    return unknown('its issuer calls itself a root');
  }
  const relative = relatedPublicName(last, anchorNames);
  if (relative) return missing(`its issuer shares a name with "${relative}", which is trusted`);
  return unknown('nothing ties its issuer to a public CA');
}

const missing = (reason: string): MissingIssuer => ({ code: 'missing_intermediate', reason });
const unknown = (reason: string): MissingIssuer => ({ code: 'unknown_ca', reason });

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

/** Labels of a domain that many have. */
const commonLabels = new Set('com net org edu gov int local lan home internal intranet corp'.split(' '));

function relatedName(issuer: string, anchors: Certificate[]): string | null {
  const own = organizations(issuer);
  const words = distinctive(issuer);
  const found = anchors.find(
    ({ subject }) =>
      organizations(subject).some((organization) => own.includes(organization)) ||
      [...distinctive(subject)].some((word) => words.has(word)),
  );
  return found ? commonName(found.subject) : null;
}

/** CA/Browser Forum policies (2.23.140.1.*) stand in publicly trusted certificates only. */
function relatedPublicName(last: Certificate, anchorNames: string[]): string | null {
  const own = attributes(last.issuer, 'O');
  const found = anchorNames.find((name) => attributes(name, 'O').some((organization) => own.includes(organization)));
  if (found) return commonName(found);
  return last.policies.some((oid) => oid.startsWith('2.23.140.1.')) ? 'a public CA' : null;
}

/** Whose a name is: its organization, or the domain of the directory it comes from (RFC 2247). */
function organizations(name: string): string[] {
  const domain = attributes(name, 'DC').map((label) => label.toLowerCase());
  return [...attributes(name, 'O'), ...(domain.length > 1 ? [domain.toSorted().join('.')] : [])];
}

function distinctive(name: string): Set<string> {
  const text = ['O', 'OU', 'CN'].flatMap((type) => attributes(name, type)).join(' ');
  const words = text.toLowerCase().split(/[^\p{L}]+/u);
  const labels = attributes(name, 'DC').map((label) => label.toLowerCase());
  const telling = labels.filter((label) => label.length > 2 && !commonLabels.has(label));
  return new Set([...words, ...telling].filter((word) => word.length > 1 && !generic.has(word)));
}

function attributes(name: string, type: string): string[] {
  const matches = name.matchAll(new RegExp(`(?<=^|, )${type}=(.*?)(?=, [A-Za-z.0-9]+=|$)`, 'g'));
  return [...matches].map((match) => match[1] ?? '').filter((value) => value !== '');
}

export function commonName(name: string): string {
  return attributes(name, 'CN')[0] ?? name;
}
