import type { X509Certificate } from 'node:crypto';
import type { Actor } from '../access/actor';
import { refuse } from '../servers/parse-input';
import type { Confirmation } from './dto';
import type { ConfirmedFingerprint } from './schema';

interface Options {
  before: Confirmation[];
  confirmed: ConfirmedFingerprint[] | null | undefined;
  /** What the bundle will hold. */
  certificates: readonly X509Certificate[];
  actor: Actor;
}

/**
 * What is kept of who compared which fingerprint: the entries of certificates that stay, and the new ones.
 * Throws AppError `bad_input` for a fingerprint of a certificate that will not be in the bundle.
 */
export function mergeConfirmations({ before, confirmed, certificates, actor }: Options): Confirmation[] {
  const held = new Set(certificates.map(({ fingerprint256 }) => fingerprint256));
  const stray = confirmed?.findIndex(({ sha256 }) => !held.has(sha256)) ?? -1;
  if (stray !== -1) {
    const message = 'none of the certificates has this fingerprint';
    throw refuse([{ path: ['confirmed', stray, 'sha256'], message, type: 'custom' }]);
  }
  const at = new Date().toISOString();
  const added = (confirmed ?? []).map(({ sha256, server }) => ({ sha256, by: actor.name, at, server: server ?? null }));
  const kept = before.filter((one) => held.has(one.sha256) && !added.some((other) => isSame(one, other)));
  return [...kept, ...added];
}

function isSame(one: Confirmation, other: Confirmation): boolean {
  return one.sha256 === other.sha256 && one.server === other.server;
}
