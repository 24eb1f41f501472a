import { publicRoots } from '../trust/resolve';
import { toPem } from '../x509/pem';
import { completePath, type IssuerPool } from './complete-path';
import type { KnownCertificate } from './known-certificates';
import type { ClientId } from './profiles';
import { type BundleCandidate, bundleCandidates } from './repair-bundles';
import { nameRepairs } from './repair-names';
import type { CompletedQuestion, RepairQuestion } from './repair-question';
import { serverSideRepairs } from './repair-server-side';
import { tryBundle } from './repair-trial';
import type { Repair } from './report';

/**
 * The changes that make somebody accept a chain who refuses it now, those that help most first. Each was tried: a bundle
 * or a name with a real handshake and a judgement for every profile (`proven`); what only the server's owner can do, on a
 * look-alike (`rehearsed`). Empty when nothing helps. Rejects with the signal's reason when aborted.
 */
export async function findRepairs(question: RepairQuestion): Promise<Repair[]> {
  const last = question.path.certificates.at(-1);
  if (!last) return [];
  const above = await completePath(last, poolsOf(question), question.signal);
  const completed = { ...question, above };
  const [bundles, names, serverSide] = await Promise.all([
    bundleRepairs(completed),
    nameRepairs(question),
    serverSideRepairs(completed),
  ]);
  question.signal?.throwIfAborted();
  return [...bundles, ...names, ...serverSide].toSorted(
    (one, other) => other.accepted_by.length - one.accepted_by.length || Number(other.proven) - Number(one.proven),
  );
}

/** Nearest first: what the server sent, what is trusted, what was met before, what everybody trusts. */
function poolsOf({ chain, trust, known }: RepairQuestion): IssuerPool[] {
  const of = (certificates: readonly KnownCertificate[]) =>
    certificates.map(({ certificate, bundle }) => ({ certificate, from: bundle?.name ?? null }));
  const plain = (certificate: IssuerPool['certificates'][number]['certificate']) => ({ certificate, from: null });
  return [
    { source: 'trusted', certificates: trust.anchors.map(plain) },
    { source: 'library', certificates: of(known.filter(({ bundle }) => bundle !== null)) },
    { source: 'public', certificates: publicRoots().map(plain) },
    { source: 'sent', certificates: chain.map(({ x509 }) => plain(x509)) },
    { source: 'earlier', certificates: of(known.filter(({ bundle }) => bundle === null)) },
  ];
}

async function bundleRepairs(question: CompletedQuestion): Promise<Repair[]> {
  const candidates = bundleCandidates(question);
  const results = await Promise.all(candidates.map((one) => tryBundle(question, one.certificates)));
  const helpful = candidates.flatMap((candidate, index) => {
    const result = results[index];
    return result ? [{ candidate, ...result }] : [];
  });
  const ranked = helpful.toSorted((one, other) => other.acceptedBy.length - one.acceptedBy.length);
  return ranked
    .filter(({ candidate, acceptedBy }, index) => isWorthShowing(candidate, acceptedBy, ranked.slice(0, index)))
    .map(({ candidate, acceptedBy, isProven }) => repairOf(question, candidate, acceptedBy, isProven));
}

/** A weaker bundle is shown only for a client that no stronger one wins over; bundles of the library have their own rank. */
function isWorthShowing(
  { kind }: BundleCandidate,
  acceptedBy: ClientId[],
  better: { candidate: BundleCandidate; acceptedBy: ClientId[] }[],
): boolean {
  const isOfLibrary = kind === 'use_bundle';
  const rivals = better.filter(({ candidate }) => (candidate.kind === 'use_bundle') === isOfLibrary);
  return rivals.every((rival) => acceptedBy.some((client) => !rival.acceptedBy.includes(client)));
}

function repairOf(
  { chain }: CompletedQuestion,
  { kind, title, detail, certificates, bundleId, compare }: BundleCandidate,
  acceptedBy: ClientId[],
  isProven: boolean,
): Repair {
  const [leaf] = chain;
  return {
    id: `${kind}:${bundleId ?? `${leaf?.x509.fingerprint256.slice(0, 17)}:${certificates.map((one) => one.fingerprint256.slice(0, 17)).join('-')}`}`,
    kind,
    title,
    detail,
    proven: isProven,
    rehearsed: false,
    ssl_verify: null,
    ca_bundle_id: bundleId,
    url: null,
    bundle_pem: bundleId === null ? certificates.map(({ raw }) => toPem(raw)).join('') : null,
    accepted_by: acceptedBy,
    compare: compare.map(({ subject, x509 }) => ({ subject, sha256: x509.fingerprint256 })),
    steps: [],
  };
}
