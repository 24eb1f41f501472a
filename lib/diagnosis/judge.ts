import { createHash, type X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LRUCache } from 'lru-cache';
import { processState } from '../process-state';
import { toPem } from '../x509/pem';
import { withChainFolder } from './chain-folder';
import { nameProblem } from './client-names';
import { opensslVersion } from './openssl';
import { type ClientProfile, clientProfiles } from './profiles';
import type { ClientVerdict, Judge } from './report';
import { type Verification, type VerifyError, verifyChain } from './verify-chain';

export interface Judgement {
  clients: ClientVerdict[];
  /** What lies behind the first reason of those that refuse, as far as OpenSSL tells. */
  hidden: Refusal[];
  judge: Judge;
}

export type Refusal = VerifyError & Pick<ClientVerdict, 'client'>;

interface Case {
  /** As sent, leaf first. */
  chain: readonly X509Certificate[];
  /** Everything that is trusted. */
  anchors: readonly X509Certificate[];
  /** The URL's host name without brackets; null: no name is compared. */
  host: string | null;
  now: Date;
}

const judged = processState('judgements', () => new LRUCache<string, Promise<Verification[]>>({ max: 1000 }));

/**
 * What each kind of client says to a chain: the chain by the `openssl` command, all profiles at the same time, the name
 * by each client's own rules. The same chain, anchors and day are judged once. Without the command, and where it does
 * not answer, the verdict is `unknown` unless the name alone settles it. Throws nothing for what a chain is.
 */
export async function judge({ chain, anchors, host, now }: Case): Promise<Judgement> {
  const [leaf] = chain;
  if (!leaf) return { clients: [], hidden: [], judge: { openssl: null, note: null } };
  const [openssl, verifications] = await Promise.all([opensslVersion(), verify(leaf, { chain, anchors, now })]);
  const notes = verifications.flatMap((one) => (one.verdict === 'unknown' ? [one.note] : []));
  return {
    clients: clientProfiles.map((profile, index) =>
      verdictOf(profile, verifications[index] ?? { verdict: 'unknown', note: '' }, host, leaf),
    ),
    hidden: clientProfiles.flatMap(({ id }, index) =>
      refusalsOf(verifications[index]).map((one) => ({ client: id, ...one })),
    ),
    judge: { openssl, note: notes[0] ?? null },
  };
}

/** The first too: a client that compares the name before does not get that far. */
function refusalsOf(verification: Verification | undefined): VerifyError[] {
  if (verification?.verdict !== 'reject') return [];
  const { code, depth, reason, further } = verification;
  return [{ code, depth, reason }, ...further];
}

/** OpenSSL looks at these after the name (verify_chain in x509_vfy.c): signatures, dates, name constraints, policies. */
const afterName = new Set([4, 6, 7, 9, 10, 13, 14, 15, 16, 42, 43, 47, 48, 49, 50, 51, 52, 53]);

function verdictOf(
  profile: ClientProfile,
  chain: Verification,
  host: string | null,
  leaf: X509Certificate,
): ClientVerdict {
  const client = profile.id;
  const name = host === null ? null : nameProblem(client, host, leaf);
  const isNameLast = chain.verdict === 'reject' && !(profile.family === 'python' && afterName.has(chain.code));
  if (name && !isNameLast) return { client, verdict: 'reject', code: name.code, depth: 0, reason: name.reason };
  if (chain.verdict === 'accept' && client === 'curl' && leaf.issuer === undefined) return curlWithoutIssuer;
  if (chain.verdict !== 'reject') return { client, verdict: chain.verdict, code: null, depth: null, reason: null };
  const { code, depth, reason } = chain;
  return { client, verdict: 'reject', code, depth, reason };
}

/** curl's ossl.c gives up where X509_get_issuer_name prints as nothing (X509_V_ERR_ISSUER_NAME_EMPTY comes nearest). */
const curlWithoutIssuer: ClientVerdict = {
  client: 'curl',
  verdict: 'reject',
  code: 83,
  depth: 0,
  reason: 'Issuer name empty',
};

async function verify(leaf: X509Certificate, question: Omit<Case, 'host'>): Promise<Verification[]> {
  const key = keyOf(question);
  let answer = judged.get(key);
  if (!answer) {
    answer = verifyAll(leaf, question);
    judged.set(key, answer);
  }
  try {
    const verifications = await answer;
    if (verifications.some(({ verdict }) => verdict === 'unknown')) judged.delete(key);
    return verifications;
  } catch (error) {
    judged.delete(key);
    throw error;
  }
}

/** Within a day, what can change is whether each certificate is valid. */
function keyOf({ chain, anchors, now }: Omit<Case, 'host'>): string {
  const hash = createHash('sha256').update(now.toISOString().slice(0, 10));
  for (const one of chain) hash.update(one.fingerprint256).update(isValid(one, now) ? '+' : '-');
  hash.update('|');
  for (const one of anchors) hash.update(one.fingerprint256).update(isValid(one, now) ? '+' : '-');
  return hash.digest('base64');
}

function isValid({ validFrom, validTo }: X509Certificate, now: Date): boolean {
  return Date.parse(validFrom) <= now.getTime() && now.getTime() <= Date.parse(validTo);
}

/** The files are readable by this user only. They hold what anybody may see: certificates. */
function verifyAll(leaf: X509Certificate, { chain, anchors }: Omit<Case, 'host'>): Promise<Verification[]> {
  return withChainFolder(async (folder) => {
    const files = {
      roots: anchors.length > 0 ? path.join(folder, 'roots.pem') : null,
      sent: path.join(folder, 'sent.pem'),
      leaf: path.join(folder, 'leaf.pem'),
    };
    await Promise.all([
      files.roots && writeFile(files.roots, pemOf(anchors), { mode: 0o600 }),
      writeFile(files.sent, pemOf(chain), { mode: 0o600 }),
      writeFile(files.leaf, pemOf([leaf]), { mode: 0o600 }),
    ]);
    return Promise.all(clientProfiles.map((profile) => verifyChain(profile, files)));
  });
}

function pemOf(certificates: readonly X509Certificate[]): string {
  return certificates.map(({ raw }) => toPem(raw)).join('');
}
