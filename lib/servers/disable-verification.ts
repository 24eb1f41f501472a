import type { Actor } from '../access/actor';
import { hasRole } from '../access/roles';
import { demand } from '../access/verb';
import type { AuditSubject } from '../audit/append';

const rule = { name: 'servers.disable_verification', role: 'admin', what: 'turning verification off' } as const;

/** Lets only an admin turn verification off. Throws AppError `forbidden`; the attempt is in the audit log. */
export function demandDisabling(actor: Actor, subject: AuditSubject): Promise<void> {
  return demand(actor, rule, subject);
}

class Refused extends Error {
  constructor(readonly subject: AuditSubject) {
    super(`${rule.name} needs the role ${rule.role}`);
  }
}

/**
 * The same for what only a transaction can tell: `run` begins it and calls `check` inside. An entry written there would
 * be undone with it, so the transaction is left first.
 */
export async function withDisabling<T>(
  actor: Actor,
  run: (check: (subject: AuditSubject) => void) => Promise<T>,
): Promise<T> {
  try {
    return await run((subject) => {
      if (!hasRole(actor.role, rule.role)) throw new Refused(subject);
    });
  } catch (error) {
    if (error instanceof Refused) await demandDisabling(actor, error.subject);
    throw error;
  }
}
