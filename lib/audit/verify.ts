import { breakAt, type ChainBreak, type Link, type StoredEntry } from './chain';
import { FIRST_HASH } from './hash';
import { readLog, type StoredLog } from './read-log';

export interface AuditVerification {
  /** How many are as they were written, up to the first that is not. */
  entries: number;
  first: number | null;
  /** The last of them; its hash stands for all that came before. */
  head: Link | null;
  /** Where a retention cut the log last. */
  cut: Link | null;
  broken: ChainBreak | null;
}

interface Options {
  file: string;
  /** An entry that was noted elsewhere earlier. Without it, an end that was cut off with care cannot be told. */
  noted?: Link | null;
}

/** Walks the hash chain of a database file's audit log, up to the first break. Throws UnreadableLogError. */
export async function verifyAudit({ file, noted = null }: Options): Promise<AuditVerification> {
  return readLog(file, (log) => verifyLog(log, noted));
}

async function verifyLog(log: StoredLog, noted: Link | null): Promise<AuditVerification> {
  const { cut } = log;
  const beginning: Link = cut ?? { seq: 0, hash: FIRST_HASH };
  const result: AuditVerification = { entries: 0, first: null, head: null, cut, broken: null };
  let isCutTold = cut === null;
  for await (const entry of log.entries) {
    const { seq, hash } = entry;
    result.broken = breakAt(entry, result.head ?? beginning, result.head === null) ?? headBreak(entry, noted);
    if (result.broken) return result;
    isCutTold ||= cut !== null && tellsOf(entry, cut);
    result.first ??= seq;
    result.head = { seq, hash };
    result.entries += 1;
  }
  const end = result.head ?? beginning;
  result.broken = endBreak(log, end) ?? cutBreak(cut, result.head, isCutTold) ?? absentHead(noted, cut, end);
  return result;
}

function headBreak({ seq, hash }: Link, noted: Link | null): ChainBreak | null {
  if (noted === null || noted.seq !== seq || noted.hash === hash) return null;
  return { seq, reason: 'head_changed', message: 'is another one than was noted: the log was written anew' };
}

function endBreak({ highest }: StoredLog, end: Link): ChainBreak | null {
  if (highest === null || highest <= end.seq) return null;
  const message = `ends at entry ${end.seq}, and there was an entry ${highest}: its end was cut off`;
  return { seq: null, reason: 'end_missing', message };
}

/** A retention writes an entry with each cut, and leaves that one: a cut without one was not Vouch's. */
function cutBreak(cut: Link | null, head: Link | null, isTold: boolean): ChainBreak | null {
  if (isTold) return null;
  const message = `was cut at entry ${cut?.seq}, and ${head === null ? 'nothing is left' : 'no entry tells of it'}`;
  return { seq: null, reason: 'cut_untold', message };
}

function absentHead(noted: Link | null, cut: Link | null, end: Link): ChainBreak | null {
  if (noted === null) return null;
  if (noted.seq > end.seq) {
    const message = `ends at entry ${end.seq}, and entry ${noted.seq} was noted: its end was cut off`;
    return { seq: null, reason: 'head_missing', message };
  }
  if (cut === null || noted.seq > cut.seq) return null;
  if (noted.seq === cut.seq) return headBreak(cut, noted);
  const message = `no longer has entry ${noted.seq}: a retention removed all up to ${cut.seq}, so compare a newer one`;
  return { seq: null, reason: 'head_cut', message };
}

function tellsOf({ content }: StoredEntry, cut: Link): boolean {
  const told = content?.action === 'audit.prune' ? (content.after as Partial<Link> | null) : null;
  return told?.seq === cut.seq && told.hash === cut.hash;
}
