import { z } from 'zod';
import { isManagedBundle } from '../trust/bundle-registry';
import { type Exception, hasPassed, trustInForce, type WithException } from '../trust/exception';
import type { ServerTrust } from '../trust/resolve';
import type { EndedException } from '../trust/types';
import type { ServerRow } from './row';

/** The columns that decide about trust, with those that belong to an exception from it. */
export type TrustRow = Pick<
  ServerRow,
  | 'sslVerify'
  | 'caBundleId'
  | 'sslVerifyReason'
  | 'sslVerifyUntil'
  | 'sslVerifyBy'
  | 'sslVerifyResume'
  | 'endedException'
>;

/** Column values of a server that makes no exception. */
export const noException = { sslVerifyReason: null, sslVerifyUntil: null, sslVerifyBy: null } as const;

const text = z.string().nullable();
const ownTrust = z.object({ ssl_verify: text, ca_bundle_id: text });
const endedException = z.object({ until: z.iso.datetime(), reason: text, by: text });

/** The exception that a row makes, whether or not it has ended; null while verification is not off by its own setting. */
export function exceptionOf(row: TrustRow): Exception | null {
  if (row.sslVerify !== 'false') return null;
  const { sslVerifyUntil: until, sslVerifyReason: reason, sslVerifyBy: by, sslVerifyResume } = row;
  return { until, reason, by, resume: ownTrust.safeParse(sslVerifyResume).data ?? null };
}

/** The exception of a row that has ended and that no check has reported yet. */
export function endedOf({ endedException: value }: Pick<TrustRow, 'endedException'>): EndedException | null {
  return endedException.safeParse(value).data ?? null;
}

/** Whether a row still holds an exception that has ended. */
export function hasEnded({ sslVerify, sslVerifyUntil }: TrustRow, now: Date): boolean {
  return sslVerify === 'false' && hasPassed(sslVerifyUntil, now);
}

function ownTrustOf(row: TrustRow): WithException {
  return {
    ssl_verify: row.sslVerify,
    ca_bundle_id: row.caBundleId,
    exception: exceptionOf(row),
    ended: endedOf(row),
  };
}

/** What a row says about trust, as the resolver takes it. */
export function trustOf(row: TrustRow & Pick<ServerRow, 'includePublicRoots'>): ServerTrust {
  return { ...ownTrustOf(row), include_public_roots: row.includePublicRoots };
}

/** A row as it counts: where an exception has ended, as it will be once that is written down. */
export function inForce<R extends TrustRow>(row: R, now = new Date(), isBundle = isManagedBundle): R {
  if (!hasEnded(row, now)) return row;
  const { ssl_verify, ca_bundle_id, ended } = trustInForce(ownTrustOf(row), now, isBundle);
  return {
    ...row,
    ...noException,
    sslVerify: ssl_verify,
    caBundleId: ca_bundle_id,
    sslVerifyResume: null,
    endedException: ended ? { ...ended } : null,
  };
}
