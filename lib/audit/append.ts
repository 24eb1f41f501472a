import type { Actor } from '../access/actor';
import { Prisma } from '../db/generated/client';
import { FIRST_HASH, type HashedEntry, hashOf } from './hash';

export interface AuditSubject {
  /** "server", "bundle", "user", "api_key", "session", "setting" */
  type: string;
  id: string | null;
  name: string | null;
}

export interface AuditEvent {
  actor: Actor | AnonymousActor;
  /** The verb's name: "servers.update". */
  action: string;
  outcome?: 'done' | 'refused';
  subject?: AuditSubject | null;
  detail?: string | null;
  /** Records as answers show them, or the fields that changed; never a secret. See `changesOf`. */
  before?: object | null;
  after?: object | null;
}

/** Nobody who is known: a sign-in that failed. */
export interface AnonymousActor {
  kind: 'anonymous';
  id: null;
  /** What was given as the email. */
  name: string;
  address: string | null;
}

/**
 * Writes an entry as part of a transaction, so that a change and its entry count together or not at all. Its number and
 * hash come from the entry before; no two transactions are open at one time, and `seq` is the primary key besides.
 */
export async function appendAudit(transaction: Prisma.TransactionClient, event: AuditEvent): Promise<void> {
  const last =
    (await transaction.auditEntry.findFirst({ orderBy: { seq: 'desc' }, select: { seq: true, hash: true } })) ??
    (await transaction.auditCut.findFirst({ orderBy: { seq: 'desc' }, select: { seq: true, hash: true } }));
  const entry: HashedEntry = {
    seq: (last?.seq ?? 0) + 1,
    at: new Date(),
    actorKind: event.actor.kind,
    actorId: text(event.actor.id),
    actorName: text(event.actor.name) ?? '',
    address: text(event.actor.address),
    action: event.action,
    outcome: event.outcome ?? 'done',
    subjectType: event.subject?.type ?? null,
    subjectId: text(event.subject?.id),
    subjectName: text(event.subject?.name),
    detail: text(event.detail),
    before: plain(event.before),
    after: plain(event.after),
    previousHash: last?.hash ?? FIRST_HASH,
  };
  const hash = hashOf(entry);
  await transaction.auditEntry.create({
    data: {
      ...entry,
      before: stored(entry.before),
      after: stored(entry.after),
      hash,
    },
  });
}

const MAX_TEXT = 1_000;

/**
 * As SQLite gives it back, so that the hash is of what is stored: a lone surrogate is no UTF-8. Bounded, because a sign-in
 * that fails is written under whatever name it brought.
 */
function text(value: string | null | undefined): string | null {
  return value == null ? null : Buffer.from(value.slice(0, MAX_TEXT), 'utf8').toString('utf8');
}

/** As JSON carries it, so that the hash is of what is stored. */
function plain(value: object | null | undefined): unknown {
  return value ? JSON.parse(JSON.stringify(value)) : null;
}

function stored(value: unknown): Prisma.InputJsonValue | typeof Prisma.DbNull {
  return value === null ? Prisma.DbNull : (value as Prisma.InputJsonValue);
}
