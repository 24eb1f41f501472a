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

/** SHA-256, in hex, of the entry as JSON: an array in a fixed order, with the keys of objects sorted. */
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
  return createHash('sha256').update(JSON.stringify(fields, sortedKeys), 'utf8').digest('hex');
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
