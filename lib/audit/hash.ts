import { createHash } from 'node:crypto';

/** What an entry's hash is made of: all it says, its number, and the hash of the entry before. */
export interface HashedEntry {
  seq: number;
  at: Date;
  actorKind: string;
  actorId: string | null;
  actorName: string;
  address: string | null;
  action: string;
  outcome: string;
  subjectType: string | null;
  subjectId: string | null;
  subjectName: string | null;
  detail: string | null;
  before: unknown;
  after: unknown;
  previousHash: string;
}

/** The `previousHash` of the first entry. */
export const FIRST_HASH = '0'.repeat(64);

/** SHA-256, in hex, of the entry as canonical JSON (RFC 8785): an array in a fixed order, with the keys of objects sorted. */
export function hashOf(entry: HashedEntry): string {
  const fields = [
    entry.previousHash,
    entry.seq,
    entry.at.toISOString(),
    entry.actorKind,
    entry.actorId,
    entry.actorName,
    entry.address,
    entry.action,
    entry.outcome,
    entry.subjectType,
    entry.subjectId,
    entry.subjectName,
    entry.detail,
    entry.before ?? null,
    entry.after ?? null,
  ];
  return createHash('sha256').update(canonical(fields), 'utf8').digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  // By UTF-16 units, as section 3.2.3 has it; an object of the language would put whole numbers first.
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}
