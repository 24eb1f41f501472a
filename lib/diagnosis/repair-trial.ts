import type { X509Certificate } from 'node:crypto';
import type { Destination } from '../trust/open-socket';
import { publicRoots } from '../trust/resolve';
import { trialTrust } from '../trust/trial';
import { captureChain } from './capture';
import { judge } from './judge';
import { type ClientId, clientIds } from './profiles';
import type { RepairQuestion } from './repair-question';

/** What came of trying: the profiles that accept then, and whether a real handshake said so too. */
export interface TrialResult {
  acceptedBy: ClientId[];
  isProven: boolean;
}

/** Judges a chain against other anchors or under another name. With unknown verdicts nobody counts as accepting. */
export async function acceptedWith(
  { now }: Pick<RepairQuestion, 'now'>,
  chain: readonly X509Certificate[],
  anchors: readonly X509Certificate[],
  host: string | null,
): Promise<ClientId[]> {
  const { clients } = await judge({ chain, anchors, host, now });
  return clients.filter(({ verdict }) => verdict === 'accept').map(({ client }) => client);
}

/**
 * Tries a bundle: a real handshake with nothing else trusted, and every profile. Null when it does not help: Vouch itself
 * is still refused, or nobody accepts who did not before.
 */
export async function tryBundle(
  question: RepairQuestion,
  certificates: readonly X509Certificate[],
): Promise<TrialResult | null> {
  const withPublicRoots = question.trust.hasPublicRoots && question.trust.bundle !== null;
  const anchors = withPublicRoots ? [...publicRoots(), ...certificates] : certificates;
  const chain = question.chain.map(({ x509 }) => x509);
  const acceptedBy = await acceptedWith(question, chain, anchors, question.host);
  return prove(question, acceptedBy, question.where, () => trialTrust(certificates, withPublicRoots));
}

/** As `tryBundle`, once the profiles were asked. Without a server there is nothing to shake hands with. */
async function prove(
  question: RepairQuestion,
  acceptedBy: ClientId[],
  where: Destination | null,
  trust: () => ReturnType<typeof trialTrust>,
): Promise<TrialResult | null> {
  if (!helps(question, acceptedBy) && acceptedBy.length > 0) return null;
  if (!where) return acceptedBy.length > 0 ? { acceptedBy, isProven: false } : null;
  const seen = await captureChain(where, trust(), question.signal);
  if (!seen?.authorized) return null;
  // The handshake is Vouch's own verdict, also where the others cannot be asked.
  const all = clientIds.filter((client) => client === 'node-partial' || acceptedBy.includes(client));
  return helps(question, all) ? { acceptedBy: all, isProven: true } : null;
}

/** Whether somebody accepts who did not before. */
export function helps({ accepting }: RepairQuestion, acceptedBy: ClientId[]): boolean {
  return acceptedBy.some((client) => !accepting.includes(client));
}
