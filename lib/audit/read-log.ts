import { statSync } from 'node:fs';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { DriverAdapterError, type SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import type { Link, StoredEntry } from './chain';
import type { HashedEntry } from './hash';

const PAGE = 1_000;
const BUSY_TIMEOUT_MS = 5_000;

/** There is no audit log that could be read; the message is for the operator. */
export class UnreadableLogError extends Error {
  override readonly name = 'UnreadableLogError';
}

/** The log of a database file at one moment. */
export interface StoredLog {
  /** Where a retention cut it last. */
  cut: Link | null;
  /** The highest number that the database ever gave out, or null when it does not say. */
  highest: number | null;
  /** In the order of their numbers, a page in memory at a time. */
  entries: AsyncIterable<StoredEntry>;
}

/** Reads a log as it lies in the file, and neither migrates nor writes. Throws UnreadableLogError. */
export async function readLog<T>(file: string, read: (log: StoredLog) => Promise<T>): Promise<T> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new UnreadableLogError(`There is no database at ${file}: set VOUCH_DATA_DIR or DATABASE_URL as for Vouch`);
  }
  const options = { url: `file:${file}`, readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS };
  let connection: SqlDriverAdapter | undefined;
  try {
    connection = await new PrismaBetterSqlite3(options).connect();
    // What is written meanwhile is not part of this transaction.
    await connection.executeScript('BEGIN');
    const [cut] = await rows(connection, 'SELECT seq, hash FROM audit_cuts ORDER BY seq DESC LIMIT 1');
    const [highest] = await rows(connection, "SELECT seq FROM sqlite_sequence WHERE name = 'audit_entries'");
    return await read({
      cut: cut ? { seq: Number(cut[0]), hash: String(cut[1]) } : null,
      highest: highest ? Number(highest[0]) : null,
      entries: entriesOf(connection),
    });
  } catch (error) {
    throw unreadable(file, error) ?? error;
  } finally {
    await connection?.dispose();
  }
}

function unreadable(file: string, error: unknown): UnreadableLogError | null {
  const cause = error instanceof DriverAdapterError ? error.cause : null;
  if (cause?.kind === 'TableDoesNotExist') {
    return new UnreadableLogError(`${file} has no audit log: Vouch makes one at its next start`, { cause: error });
  }
  // The driver's own error, where the file cannot even be opened.
  const { code, message } = error as { code?: unknown; message?: string };
  if (cause === null && !String(code).startsWith('SQLITE')) return null;
  return new UnreadableLogError(`${file} cannot be read: ${cause?.originalMessage ?? message}`, { cause: error });
}

const columns = `seq, at, actor_kind, actor_id, actor_name, address, action, outcome, subject_type, subject_id,
  subject_name, detail, before, after, previous_hash, hash`;

async function* entriesOf(connection: SqlDriverAdapter): AsyncGenerator<StoredEntry> {
  let last = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const sql = `SELECT ${columns} FROM audit_entries WHERE seq > ${last} ORDER BY seq LIMIT ${PAGE}`;
    const page = await rows(connection, sql);
    for (const row of page) yield storedEntry(row);
    if (page.length < PAGE) return;
    last = Number(page.at(-1)?.[0]);
  }
}

async function rows(connection: SqlDriverAdapter, sql: string): Promise<unknown[][]> {
  return (await connection.queryRaw({ sql, args: [], argTypes: [] })).rows;
}

function storedEntry(row: unknown[]): StoredEntry {
  return { seq: Number(row[0]), previousHash: String(row[14]), hash: String(row[15]), content: contentOf(row) };
}

function contentOf(row: unknown[]): HashedEntry | null {
  // Every text counts as it stands: a number or bytes in its place make another hash.
  const [
    seq,
    at,
    actorKind,
    actorId,
    actorName,
    address,
    action,
    outcome,
    subjectType,
    subjectId,
    subjectName,
    detail,
  ] = row as [number, unknown, string, string | null, string, string | null, string, string, ...(string | null)[]];
  const time = new Date(String(at));
  // Another spelling of the same moment would sort elsewhere, and so hide from a search by time.
  if (Number.isNaN(time.getTime()) || time.toISOString().replace('Z', '+00:00') !== at) return null;
  try {
    return {
      seq,
      at: time,
      actorKind,
      actorId,
      actorName,
      address,
      action,
      outcome,
      subjectType: subjectType ?? null,
      subjectId: subjectId ?? null,
      subjectName: subjectName ?? null,
      detail: detail ?? null,
      before: row[12] === null ? null : JSON.parse(String(row[12])),
      after: row[13] === null ? null : JSON.parse(String(row[13])),
      previousHash: String(row[14]),
    };
  } catch {
    return null;
  }
}
