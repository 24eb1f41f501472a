import type { AuditEntry } from '../db/generated/client';
import type { AuditRecord, Outcome } from './dto';

export function recordOf(row: AuditEntry): AuditRecord {
  return {
    seq: row.seq,
    at: row.at.toISOString(),
    actor_kind: row.actorKind,
    actor_id: row.actorId,
    actor_name: row.actorName,
    address: row.address,
    action: row.action,
    outcome: row.outcome as Outcome,
    subject_type: row.subjectType,
    subject_id: row.subjectId,
    subject_name: row.subjectName,
    detail: row.detail,
    before: row.before,
    after: row.after,
    previous_hash: row.previousHash,
    hash: row.hash,
  };
}
