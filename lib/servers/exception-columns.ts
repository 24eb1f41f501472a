import { Prisma } from '../db/generated/client';
import { exceptionOf, noException, type TrustRow } from './in-force';
import { refuse } from './parse-input';
import type { ServerRow } from './row';
import { originOf } from './url';

interface Sent {
  ssl_verify_reason?: string | null;
  ssl_verify_until?: Date | null;
}

type Before = TrustRow & Pick<ServerRow, 'url'>;
type After = Pick<ServerRow, 'url' | 'sslVerify'>;

/** Throws AppError `bad_input` for an end that has come already. */
export function refusePastEnd({ ssl_verify_until: until }: Sent): void {
  if (!until || until.getTime() > Date.now()) return;
  const message = 'ssl_verify_until is in the past';
  throw refuse([{ path: ['ssl_verify_until'], message, type: 'custom' }]);
}

/** The columns of a new server's exception; a reason and an end would mislead where verification is on. */
export function newException(sslVerify: string | null, sent: Sent, by: string) {
  if (sslVerify !== 'false') return noException;
  return {
    sslVerifyReason: sent.ssl_verify_reason ?? null,
    sslVerifyUntil: sent.ssl_verify_until ?? null,
    sslVerifyBy: by,
  };
}

/**
 * The columns of a changed server's exception, and whether it was decided on anew: verification was turned off, got
 * another reason or end, or goes with the server to another host. Whoever does that answers for it from then on.
 */
export function changedException(before: Before, after: After, sent: Sent, by: string) {
  if (after.sslVerify !== 'false') {
    return { isDecided: false, columns: { ...noException, sslVerifyResume: Prisma.DbNull } };
  }
  const exception = exceptionOf(before);
  const reason = kept(sent.ssl_verify_reason, before.sslVerifyReason);
  const until = kept(sent.ssl_verify_until, before.sslVerifyUntil);
  const isSame =
    exception !== null &&
    reason === exception.reason &&
    until?.getTime() === exception.until?.getTime() &&
    originOf(after.url) === originOf(before.url);
  if (isSame) return { isDecided: false, columns: {} };
  const columns = { sslVerifyReason: reason, sslVerifyUntil: until, sslVerifyBy: by, endedException: Prisma.DbNull };
  return { isDecided: true, columns: exception ? columns : { ...columns, sslVerifyResume: resumeFrom(before) } };
}

function resumeFrom({ sslVerify, caBundleId }: Before) {
  if (sslVerify === null && caBundleId === null) return Prisma.DbNull;
  return { ssl_verify: sslVerify, ca_bundle_id: caBundleId };
}

function kept<T>(change: T | null | undefined, before: T | null): T | null {
  return change === undefined ? before : change;
}
