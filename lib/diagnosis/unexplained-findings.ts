import { findBetterOrder } from '../x509/better-order';
import { type Certificate, foldName, isSignedBy, oneLine, readCertificate } from '../x509/certificate';
import { buildOpensslPath } from '../x509/openssl-path';
import { validityErrors } from './chain-findings';
import { type ChainQuestion, nameOf, pointer } from './chain-question';
import { clientNames } from './client-labels';
import type { FindingCode } from './codes';
import { finding } from './finding';
import type { Refusal } from './judge';
import { explains } from './openssl-codes';
import { type ClientId, clientIds, clientProfiles } from './profiles';
import type { Finding } from './report';

/**
 * A finding for every refusal that nothing found so far explains, in OpenSSL's words: no profile refuses without one.
 * Profiles that refuse for the same reason at the same certificate share it.
 */
export function unexplainedFindings(
  question: ChainQuestion,
  found: Finding[],
  refusals: Refusal[],
  isRefused: boolean,
): Finding[] {
  const open = refusals.filter(({ client, code }) => !isExplained(found, client, code));
  const isAlike = (one: Refusal) => (other: Refusal) => one.code === other.code && one.depth === other.depth;
  return open
    .filter((one, index) => open.findIndex(isAlike(one)) === index)
    .map((one) => {
      const clients = clientIds.filter((id) => open.some((other) => other.client === id && isAlike(one)(other)));
      return inOpensslWords(question, one, clients, isRefused);
    });
}

function isExplained(found: Finding[], client: ClientId, code: number): boolean {
  const codes: readonly FindingCode[] = explains[code] ?? [];
  return found.some((one) => one.clients.includes(client) && codes.includes(one.code));
}

function inOpensslWords(
  question: ChainQuestion,
  { client, code, depth, reason }: Refusal,
  clients: ClientId[],
  isRefused: boolean,
): Finding {
  const severity = isRefused && clients.includes('node-partial') ? 'error' : 'warning';
  const profile = clientProfiles.find(({ id }) => id === client);
  const { chain, anchors, now } = question;
  const acceptsPartialChain = profile?.acceptsPartialChain ?? true;
  const path = buildOpensslPath({ chain, anchors, acceptsPartialChain, now }).certificates;
  const certificate = path[depth];
  const [what] = explains[code] ?? [];
  const at = certificate ? pointer(question, certificate) : {};
  if (code >= 47 && code <= 53) return nameConstraint(question, path, { clients, severity, code, depth, reason });
  const outOfDate = certificate && (code === 9 || code === 10) ? validityErrors(question, certificate, depth) : [];
  if (outOfDate[0]) return { ...outOfDate[0], severity, clients };
  if (code === 26 && certificate?.openssl.isUnreadable) {
    return finding('tls_handshake_failed', severity, { ...at, clients, ...unreadable(certificate, clients) });
  }
  const broken = code === 20 && certificate ? unreadableLink(question, certificate) : undefined;
  if (broken) {
    const found = { ...pointer(question, broken), clients, ...unreadable(broken, clients) };
    return finding('tls_handshake_failed', severity, found);
  }
  if (code === 2 || code === 19 || code === 20 || code === 21) {
    const known = withoutRoot(question, path, clients) ?? badOrder(question, acceptsPartialChain, clients);
    if (known) return finding('unknown_ca', severity, { ...at, clients, ...known });
  }
  return finding(what ?? 'tls_handshake_failed', severity, {
    ...at,
    clients,
    detail: `${clientNames(clients)} refuse ${certificate ? nameOf(certificate) : 'the chain'}: ${reason} (OpenSSL ${code}).`,
    fix: 'Save the chain with openssl s_client -showcerts and look at that certificate with openssl x509 -text. The page of this code in the documentation says what is asked of it.',
  });
}

/** OpenSSL answers "unsupported certificate purpose" for every extension that it cannot read. */
function unreadable(certificate: Certificate, clients: ClientId[]) {
  return {
    detail: `${nameOf(certificate)} has an extension that cannot be read, or that stands in it twice. ${clientNames(clients)} refuse it for that.`,
    fix: 'Look for it with openssl x509 -text, and have the certificate reissued without it.',
  };
}

/** Where OpenSSL finds no issuer because it cannot read the certificate, or the one that issued it (EXFLAG_INVALID). */
function unreadableLink({ chain, anchors }: ChainQuestion, certificate: Certificate): Certificate | undefined {
  if (certificate.openssl.isUnreadable) return certificate;
  const trusted = anchors.filter((anchor) => foldName(oneLine(anchor.subject)) === certificate.issuerKey);
  return [...trusted.map((anchor) => readCertificate(anchor)), ...chain].find(
    (one) => one.openssl.isUnreadable && isSignedBy(certificate, one),
  );
}

/** The last trusted certificate of the chain did not sign itself: enough for X509_V_FLAG_PARTIAL_CHAIN, not for others. */
function withoutRoot(question: ChainQuestion, path: Certificate[], clients: ClientId[]) {
  const end = path.findLast((one) =>
    question.anchors.some(({ fingerprint256 }) => fingerprint256 === one.x509.fingerprint256),
  );
  const takesPartial = clientProfiles.some(
    ({ id, acceptsPartialChain }) => acceptsPartialChain && clients.includes(id),
  );
  if (!end || takesPartial) return null;
  const only = `${clientNames(clients)} accept only chains that end in a certificate which signed itself.`;
  if (isSignedBy(end, end)) {
    return {
      detail: `${nameOf(end)} is in ${question.rootsName} and signed itself, but does not count as a root: its authority key identifier names another certificate, or an extension of it cannot be read. ${only}`,
      fix: 'Have it issued anew with an authority key identifier that is its own subject key identifier, or with none.',
    };
  }
  return {
    detail: `${nameOf(end)} is in ${question.rootsName}, but it is no root: "${end.issuer}" signed it. ${only}`,
    fix: `Put "${end.issuer}" into the bundle as well and, unless it signed itself, what is above it up to the root. Leave ${nameOf(end)} in it.`,
  };
}

/** A CA with two certificates, one of which leads to a trusted root: OpenSSL takes the first and does not come back. */
function badOrder(question: ChainQuestion, acceptsPartialChain: boolean, clients: ClientId[]) {
  const better = findBetterOrder({ ...question, acceptsPartialChain });
  if (!better) return null;
  const { taken, needed } = better;
  return {
    detail: `${nameOf(taken)} has two certificates. The one signed by "${needed.issuer}" leads to a trusted certificate, but ${clientNames(clients)} take the one signed by "${taken.issuer}", which comes first, and do not come back for the other.`,
    fix: `Have the server send the certificate of ${nameOf(needed)} that "${needed.issuer}" signed before the other one, or leave the other one out. Or put the root behind "${taken.issuer}" into the bundle as well.`,
  };
}

/** RFC 5280 section 4.2.1.10: the names stand in the certificate at `depth`, the constraint in a CA above it. */
function nameConstraint(
  question: ChainQuestion,
  path: Certificate[],
  refusal: { clients: ClientId[]; severity: Finding['severity']; code: number; depth: number; reason: string },
): Finding {
  const { clients, severity, code, depth, reason } = refusal;
  const ca = path.find(({ extensions }, at) => at > depth && extensions.some(({ oid }) => oid === '2.5.29.30'));
  const subject = path[depth];
  const name = ca ? nameOf(ca) : 'A CA above the chain that was sent';
  const names = subject ? [subject.subject, ...subject.subjectAltNames].filter((one) => one !== '').join(', ') : '';
  const whose = depth === 0 || !subject ? 'the server certificate' : nameOf(subject);
  const isBroken = code === 47 || code === 48;
  return finding('name_constraint_violation', severity, {
    ...(ca ? pointer(question, ca) : {}),
    clients,
    detail: isBroken
      ? `${name} may only issue for certain names (nameConstraints), and ${whose} has another one${names ? ` among its own (${names})` : ''}: ${reason}.`
      : `${name} has constraints on names (nameConstraints) that clients cannot apply to ${whose}${names ? ` (${names})` : ''}: ${reason}.`,
    fix: isBroken
      ? `Have ${whose} issued by a CA that may issue for its names, or without the names that are not covered.`
      : `Have ${name} reissued without the constraint, or ${whose} without the names of that kind.`,
  });
}
