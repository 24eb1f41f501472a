import type { EndedException, TrailEntry } from './types';

/** What a server says about trust itself, in column form. */
export interface OwnTrust {
  ssl_verify: string | null;
  ca_bundle_id: string | null;
}

/** What goes with `ssl_verify` "false": verification is off as an exception. */
export interface Exception {
  /** From then on the server verifies again; null for no end. */
  until: Date | null;
  reason: string | null;
  /** Whoever answers for it. */
  by: string | null;
  /** What was in force before; null for Default. */
  resume: OwnTrust | null;
}

export interface WithException extends OwnTrust {
  exception?: Exception | null;
  /** One that has ended and that no check has reported yet. */
  ended?: EndedException | null;
}

/** Whether an end has come; no end never does. Pure. */
export function hasPassed(until: Date | null, now: Date): boolean {
  return until !== null && until.getTime() <= now.getTime();
}

/**
 * What a server says about trust at a moment: once its exception has ended, what was in force before, whatever is still
 * stored. `isBundle` tells whether there is a managed bundle of this id. Pure.
 */
export function trustInForce<T extends WithException>(server: T, now: Date, isBundle: (id: string) => boolean): T {
  const { ssl_verify, exception } = server;
  if (ssl_verify !== 'false' || !exception?.until || !hasPassed(exception.until, now)) return server;
  const ended = { until: exception.until.toISOString(), reason: exception.reason, by: exception.by };
  return { ...server, ...resumedTrust(exception.resume, isBundle), exception: null, ended };
}

/** What a server goes back to: Default where nothing was set before, and where the bundle is gone by now. Pure. */
export function resumedTrust(resume: OwnTrust | null, isBundle: (id: string) => boolean): OwnTrust {
  const isUsable =
    resume !== null &&
    // An exception that led back to an exception would have no end.
    resume.ssl_verify !== 'false' &&
    (resume.ca_bundle_id === null || isBundle(resume.ca_bundle_id));
  return isUsable ? resume : { ssl_verify: null, ca_bundle_id: null };
}

/** What the trail says of an exception that has ended. `verify`: whether certificates are checked now. Pure. */
export function endedEntry({ until, reason, by }: EndedException, verify: boolean): TrailEntry {
  const about = [reason && `reason: ${reason}`, by && `by ${by}`].filter(Boolean).join(', ');
  const was = `Verification was off until ${dayOf(until)}${about ? ` (${about})` : ''}`;
  const is = verify ? 'it is on again' : 'this server says so no more, but another input turns it off';
  return { input: 'server.ssl_verify_until', value: until, used: true, note: `${was}; ${is}.` };
}

/** "1 Dec 2026", in UTC: the middle of what RFC 9110 section 5.6.7 writes for a time. */
function dayOf(iso: string): string {
  return new Date(iso).toUTCString().slice(5, 16).replace(/^0/, '');
}
