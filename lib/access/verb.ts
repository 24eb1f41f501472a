import { type AuditSubject, appendAudit } from '../audit/append';
import { transact } from '../db/transact';
import { AppError } from '../errors';
import type { Actor } from './actor';
import { hasRole, type Role } from './roles';

export interface VerbRule {
  /** As the audit log names it: "servers.update". */
  name: string;
  /** The least role that may; null for a behaviour that is there to become somebody, such as signing in. */
  role: Role | null;
  /** What is refused to others, where that is less than the whole verb: "turning verification off". */
  what?: string;
  /** Changes something, and so writes an audit entry of this name in the same transaction. */
  writes?: boolean;
  /** About the caller's own account: also open to those who have to change their password first. */
  ownAccount?: boolean;
}

/** A behaviour of Vouch, behind screen, REST, clock and command alike, with the rule that it checks first. */
export type Verb<O, R> = ((options: O) => Promise<R>) & { rule: VerbRule };

/**
 * Makes a verb: the role is checked here, once, before anything else of it runs. Throws AppError `unauthorized` without an
 * actor and `forbidden` for a role that may not; the refused attempt is in the audit log.
 */
export function verb<O extends { actor: Actor }, R>(
  rule: VerbRule & { role: Role },
  run: (options: O) => Promise<R>,
): Verb<O, R> {
  const checked = async (options: O): Promise<R> => {
    await demand(options?.actor, rule);
    return run(options);
  };
  return Object.assign(checked, { rule });
}

/** A verb of those who are nobody yet. What it does checks a password or a code itself. */
export function openVerb<O, R>(rule: Omit<VerbRule, 'role'>, run: (options: O) => Promise<R>): Verb<O, R> {
  return Object.assign((options: O) => run(options), { rule: { ...rule, role: null } });
}

/** The check of a verb, for a part of one that needs more. Throws AppError `unauthorized` or `forbidden`. */
export async function demand(
  actor: Actor | null | undefined,
  rule: VerbRule & { role: Role },
  subject?: AuditSubject,
): Promise<void> {
  if (!actor) throw new AppError('unauthorized', 'sign in first');
  if (actor.mustChangePassword && !rule.ownAccount) {
    throw new AppError('forbidden', 'change your password first: the present one was chosen by somebody else');
  }
  if (hasRole(actor.role, rule.role)) return;
  const message = `${rule.what ?? 'this'} needs the role ${rule.role}, and ${actor.kind === 'user' ? 'yours' : 'that of this key'} is ${actor.role}`;
  await transact((transaction) =>
    appendAudit(transaction, { actor, action: rule.name, outcome: 'refused', subject, detail: message }),
  );
  throw new AppError('forbidden', message);
}
