import type { X509Certificate } from 'node:crypto';
import { publicRoots } from '../trust/resolve';
import { type Certificate, foldName, hasSameKey, isSame, isSelfSigned, oneLine } from '../x509/certificate';
import { issuerCircle } from '../x509/issuer-circle';
import type { FoundIssuer } from './complete-path';
import { commonName } from './missing-issuer';
import { type CompletedQuestion, isTrusted } from './repair-question';
import type { RepairKind } from './report';

/** A bundle that might make somebody accept the chain. */
export interface BundleCandidate {
  kind: Extract<RepairKind, 'add_root' | 'add_intermediate' | 'trust_leaf' | 'use_bundle'>;
  title: string;
  detail: string;
  /** The whole bundle, in order. */
  certificates: X509Certificate[];
  /** The managed bundle that holds just these; null when it has to be made. */
  bundleId: string | null;
  /** Trusted through it, though nobody but the server (or an address in its certificate) has shown them. */
  compare: Certificate[];
}

/** More bundles than these are not tried one after the other. */
const MAX_LIBRARY_BUNDLES = 12;

/**
 * The bundles worth trying, the least change first: those of the library, what is in force with the issuers that were
 * found, the leaf alone. Whether they help is for the trial to say. Pure.
 */
export function bundleCandidates(question: CompletedQuestion): BundleCandidate[] {
  const candidates = [...fromLibrary(question), ...completed(question), ...leafAlone(question)];
  const inForce = keyOf(question.trust.chosen);
  const keys = candidates.map(({ certificates }) => keyOf(certificates));
  return candidates.filter(
    ({ certificates }, index) =>
      keys[index] !== inForce && keys.indexOf(keys[index] ?? '') === index && !issuerCircle(certificates),
  );
}

function completed(question: CompletedQuestion): BundleCandidate[] {
  const { trust, above, path } = question;
  const last = path.certificates.at(-1);
  if (!last) return [];
  const end = above.at(-1);
  const root = end?.certificate ?? last;
  const isLeaf = isSame(root, path.certificates[0] ?? root);
  if (isLeaf) return [];
  const sentIssuers = path.certificates.slice(1).filter((one) => !isTrusted(question, one) && !isSelfSigned(one));
  const found = above.map(({ certificate }) => certificate);
  const isNewRoot = !isTrusted(question, root);
  const compare = isNewRoot && mustCompare(question, end, root) ? [root] : [];
  const what = {
    kind: isNewRoot && isSelfSigned(root) ? 'add_root' : 'add_intermediate',
    compare,
    bundleId: null,
  } as const;
  const base = withoutNamesakes(trust.chosen, [...path.certificates, ...found]);
  const variants: [X509Certificate[], Certificate[]][] = [
    [[...trust.chosen], [...found, root]],
    [[...trust.chosen], [...sentIssuers, ...found, root]],
    [base, [...found, root]],
    [base, [...sentIssuers, ...found, root]],
  ];
  return variants.map(([own, added]) => {
    const certificates = unique([...own, ...added.map(({ x509 }) => x509)]);
    const news = added.filter((one) => !own.some((other) => other.fingerprint256 === one.x509.fingerprint256));
    return { ...what, ...words(question, news, own.length), certificates };
  });
}

function words({ trust, above }: CompletedQuestion, added: Certificate[], kept: number) {
  const names = listed([...new Set(added.map((one) => `"${commonName(one.subject)}"`))]);
  const where = above.map(origin).join('');
  const title = kept > 0 ? `Add ${names} to the bundle` : `Trust a bundle of ${names}`;
  const rest = trust.chosen.length - kept;
  const without =
    rest > 0 ? ` It leaves out ${rest} with the same name and another key, which clients would take instead.` : '';
  const old = kept > 0 ? ` and what is in ${trust.name} now` : '';
  return { title, detail: `The bundle then holds ${names}${old}.${where}${without}` };
}

function origin({ certificate, source, from }: FoundIssuer): string {
  const name = ` "${commonName(certificate.subject)}"`;
  if (source === 'library') return `${name} is in the library's bundle "${from}".`;
  if (source === 'public') return `${name} is one of the public roots.`;
  if (source === 'aia') return `${name} was downloaded from ${from}, which the certificate below it names.`;
  return source === 'earlier' ? `${name} was sent by this server at an earlier check.` : '';
}

/** A root that only the server, or an address in what it sent, has shown proves nothing by itself. */
function mustCompare({ path, known }: CompletedQuestion, end: FoundIssuer | undefined, root: Certificate): boolean {
  if (end) return end.source === 'sent' || end.source === 'aia' || end.source === 'earlier';
  const vouched = [...publicRoots(), ...known.filter(({ bundle }) => bundle).map(({ certificate }) => certificate)];
  return path.end !== 'anchored' && !vouched.some(({ fingerprint256 }) => fingerprint256 === root.x509.fingerprint256);
}

/** Trusted certificates with the name of one in the path but another key: clients find them first and do not come back. */
function withoutNamesakes(chosen: readonly X509Certificate[], path: Certificate[]): X509Certificate[] {
  return chosen.filter((one) => {
    const key = foldName(oneLine(one.subject));
    const namesakes = path.filter((other) => other.subjectKey === key);
    return namesakes.length === 0 || namesakes.some(({ x509 }) => hasSameKey(x509, one));
  });
}

function leafAlone({ chain, trust }: CompletedQuestion): BundleCandidate[] {
  const [leaf] = chain;
  if (!leaf) return [];
  const name = `"${commonName(leaf.subject)}"`;
  const isOwnIssuer = isSelfSigned(leaf);
  return [
    {
      kind: 'trust_leaf',
      title: `Trust ${name} itself`,
      detail: isOwnIssuer
        ? `The bundle then holds the self-signed certificate ${name} alone. It ends when the certificate is renewed.`
        : `The bundle then holds the server certificate ${name} alone, without any CA${trust.chosen.length > 0 ? `, in place of ${trust.name}` : ''}. It ends when the certificate is renewed: a stopgap until it is issued right.`,
      certificates: [leaf.x509],
      bundleId: null,
      compare: [leaf],
    },
  ];
}

function fromLibrary({ known }: CompletedQuestion): BundleCandidate[] {
  const bundles = new Map<string, { name: string; certificates: X509Certificate[] }>();
  for (const { bundle, certificate } of known) {
    if (!bundle) continue;
    const one = bundles.get(bundle.id) ?? { name: bundle.name, certificates: [] };
    one.certificates.push(certificate);
    bundles.set(bundle.id, one);
  }
  return [...bundles].slice(0, MAX_LIBRARY_BUNDLES).map(([id, { name, certificates }]) => ({
    kind: 'use_bundle',
    title: `Use the bundle "${name}" of the library`,
    detail: `Choose Custom CA with the bundle "${name}" (${certificates.length === 1 ? '1 certificate' : `${certificates.length} certificates`}) for this server.`,
    certificates,
    bundleId: id,
    compare: [],
  }));
}

function unique(certificates: X509Certificate[]): X509Certificate[] {
  return [...new Map(certificates.map((one) => [one.fingerprint256, one])).values()];
}

function keyOf(certificates: readonly X509Certificate[]): string {
  return certificates.map(({ fingerprint256 }) => fingerprint256).join();
}

function listed(names: string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
