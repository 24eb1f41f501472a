import { type Certificate, foldName, isSelfSigned, isSignedBy, oneLine, readCertificate } from '../x509/certificate';
import { buildPath } from '../x509/path';
import { nameOf } from './chain-question';
import { commonName } from './missing-issuer';
import { rehearse } from './rehearse';
import { planReissue, type ReissueFix } from './reissue-plan';
import { reissueSteps } from './reissue-steps';
import { type CompletedQuestion, isTrusted } from './repair-question';
import { acceptedWith, helps } from './repair-trial';
import type { Repair } from './report';
import { sendSteps } from './send-steps';

/** What only the server's owner can do, rehearsed: judged for every profile on what the server would send then. */
export async function serverSideRepairs(question: CompletedQuestion): Promise<Repair[]> {
  const [sent, reissued] = await Promise.all([sendChain(question), reissues(question)]);
  return [...sent, ...reissued];
}

/** The chain as it should be sent: leaf first, each certificate followed by its issuer, no root (RFC 8446 section 4.4.2). */
async function sendChain(question: CompletedQuestion): Promise<Repair[]> {
  const { chain, path, above, trust, host } = question;
  const whole = [...path.certificates, ...above.map(({ certificate }) => certificate)];
  const right = whole.filter((one, depth) => depth === 0 || !isSelfSigned(one));
  if (fingerprints(right) === fingerprints(chain)) return [];
  const acceptedBy = await acceptedWith(
    question,
    right.map(({ x509 }) => x509),
    trust.anchors,
    host,
  );
  if (!helps(question, acceptedBy)) return [];
  const added = right.filter((one) => !chain.some(({ x509 }) => x509.fingerprint256 === one.x509.fingerprint256));
  const names = added.map((one) => `"${commonName(one.subject)}"`).join(' and ');
  return [
    {
      ...rehearsed,
      id: `send_chain:${fingerprints(right)}`,
      kind: 'send_chain',
      title:
        added.length > 0 ? `Have the server send ${names} along` : 'Have the server send its chain in the right order',
      detail: `The server then sends ${right.map(nameOf).join('; ')}, in this order. Nothing has to change for any client.`,
      accepted_by: acceptedBy,
      steps: sendSteps(right),
    },
  ];
}

async function reissues(question: CompletedQuestion): Promise<Repair[]> {
  const { path, above, findings, host, now } = question;
  const isAnchored = path.end === 'anchored';
  const beyond =
    path.end === 'wrong_key_identifier' ? signersOf(question) : above.map(({ certificate }) => certificate);
  // Beyond a trusted intermediate, only what is trusted too is there for clients that ask for a root.
  const rest = isAnchored ? beyond.filter((one) => isTrusted(question, one)) : beyond;
  const whole = [...path.certificates, ...rest];
  const last = whole.at(-1);
  if (!last || (!isAnchored && !isSelfSigned(last))) return [];
  const fixes = planReissue({ path: whole, findings, host: host ?? '', now });
  const leafOnly = fixes.filter(({ certificate }) => certificate === 0);
  const plans = fixes.length > 1 && leafOnly.length > 0 ? [leafOnly, fixes] : [fixes];
  const repairs = await Promise.all(plans.map((plan) => reissue(question, whole, plan)));
  return repairs.flatMap((repair) => repair ?? []);
}

/** The issuers above the path's end by signature alone: its key identifier, which names another, is what has to go. */
function signersOf({ path, chain, trust, now }: CompletedQuestion): Certificate[] {
  const last = path.certificates.at(-1);
  if (!last) return [];
  const trusted = trust.anchors.filter((anchor) => foldName(oneLine(anchor.subject)) === last.issuerKey);
  const signer = [...trusted.map((anchor) => readCertificate(anchor)), ...chain].find(
    (one) => one.subjectKey === last.issuerKey && isSignedBy(last, one),
  );
  return signer ? buildPath([signer, ...chain], trust.anchors, now).certificates : [];
}

async function reissue(question: CompletedQuestion, path: Certificate[], fixes: ReissueFix[]): Promise<Repair | null> {
  if (fixes.length === 0) return null;
  const rehearsal = await rehearse({ path, fixes });
  if (!rehearsal) return null;
  const issued = [...new Set([...rehearsal.chain, ...rehearsal.anchors])];
  const trusted = issued.filter((_, index) => path[index] && isTrusted(question, path[index]));
  const anchors = [...new Set([...trusted, ...rehearsal.anchors])];
  const acceptedBy = await acceptedWith(question, rehearsal.chain, anchors, question.host);
  if (!helps(question, acceptedBy)) return null;
  const affected = fixes.flatMap(({ certificate }) => path[certificate] ?? []);
  const names = affected.map(titleOf).join(' and ');
  return {
    ...rehearsed,
    id: `reissue:${fingerprints(affected)}`,
    kind: 'reissue',
    title: `Reissue ${names}`,
    detail: [
      'Judged on a look-alike of this chain from a throw-away CA, in which only this is put right.',
      ...(affected.some((one) => one !== path[0] && isTrusted(question, one))
        ? ['What is reissued takes the place of the old certificate in every bundle that has it.']
        : []),
      ...(question.path.end === 'anchored' ? [] : ['The rest of the chain has to be sent and trusted as well.']),
    ].join(' '),
    accepted_by: acceptedBy,
    steps: fixes.flatMap((fix) => reissueSteps(fix)),
  };
}

function titleOf(certificate: Certificate): string {
  return certificate.subject ? `"${commonName(certificate.subject)}"` : nameOf(certificate);
}

const rehearsed = {
  proven: false,
  rehearsed: true,
  ssl_verify: null,
  ca_bundle_id: null,
  url: null,
  bundle_pem: null,
  compare: [],
} satisfies Partial<Repair>;

function fingerprints(certificates: readonly Certificate[]): string {
  return certificates.map(({ x509 }) => x509.fingerprint256.replaceAll(':', '').slice(0, 16)).join('-');
}
