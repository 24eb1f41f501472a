import { type HashedEntry, hashOf } from './hash';

/** An entry as another one refers to it. */
export interface Link {
  seq: number;
  hash: string;
}

/** An entry as it lies in the database; `content` is null when it cannot be read, and then has no hash either. */
export interface StoredEntry extends Link {
  previousHash: string;
  content: HashedEntry | null;
}

export interface ChainBreak {
  /** The first entry that is not as it should be; null when it is about the whole log. */
  seq: number | null;
  reason:
    | 'starts_elsewhere'
    | 'missing'
    | 'content_changed'
    | 'previous_changed'
    | 'end_missing'
    | 'cut_untold'
    | 'head_missing'
    | 'head_changed'
    | 'head_cut';
  /** Goes on after "entry 8" or "the audit log": a part of a sentence. */
  message: string;
}

/** Why `entry` is not the one after `last`, or null. `isFirst`: `last` is the beginning of all, or where a retention cut. */
export function breakAt(entry: StoredEntry, last: Link, isFirst: boolean): ChainBreak | null {
  const { seq } = entry;
  const expected = last.seq + 1;
  if (seq !== expected && isFirst) {
    return { seq, reason: 'starts_elsewhere', message: `is the first that is there, and that should be ${expected}` };
  }
  if (seq !== expected) {
    const missing = seq - expected === 1 ? `${expected} is missing` : `${expected} to ${seq - 1} are missing`;
    return { seq, reason: 'missing', message: `follows entry ${last.seq}: ${missing}` };
  }
  if (entry.content === null || hashOf(entry.content) !== entry.hash) {
    return { seq, reason: 'content_changed', message: 'was changed: its hash does not match its content' };
  }
  if (entry.previousHash !== last.hash) {
    const before = isFirst ? 'what the log begins with' : `entry ${last.seq}`;
    const message = `does not follow ${before}: the previous hash that it names is another, so one of the two was replaced`;
    return { seq, reason: 'previous_changed', message };
  }
  return null;
}
