import { AppError } from '../errors';
import { db } from './client';

/**
 * Runs while no other connection of any process has the database open, nor can open it. Throws AppError `conflict` when
 * one has. A process that dies in here leaves a database that the next one opens as ever.
 */
export async function inExclusiveUse<T>(run: () => Promise<T>): Promise<T> {
  await pragma('locking_mode=EXCLUSIVE');
  try {
    await leaveWal();
    // A commit is then on the disk before what follows it.
    await pragma('synchronous=EXTRA');
    return await run();
  } finally {
    await pragma('locking_mode=NORMAL');
    await pragma('journal_mode=WAL');
  }
}

/**
 * Writes the database file anew, so that its free space holds nothing of what was overwritten. Only in exclusive use.
 * Throws AppError `unavailable`, and the database is as it was.
 */
export async function eraseOverwritten(): Promise<void> {
  try {
    await db().$executeRawUnsafe('VACUUM');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.trim().split('\n').at(-1) : String(cause);
    throw new AppError(
      'unavailable',
      `Everything is sealed with the new key, but the file of the database could not be written anew, and its free space may hold what the old key opens: ${reason}. Make room on the disk, then run this again.`,
      { cause },
    );
  }
}

/** SQLite allows it only to the one connection that a database has, and keeps the lock from then on. */
async function leaveWal(): Promise<void> {
  try {
    await pragma('journal_mode=DELETE');
  } catch (cause) {
    if (!isLocked(cause)) throw cause;
    throw new AppError('conflict', 'Another process has the database open: stop Vouch first, then run this again.', {
      cause,
    });
  }
}

async function pragma(setting: string): Promise<void> {
  await db().$queryRawUnsafe(`PRAGMA ${setting}`);
}

function isLocked(error: unknown): boolean {
  const { meta } = error as { meta?: { driverAdapterError?: { cause?: { kind?: unknown } } } };
  return meta?.driverAdapterError?.cause?.kind === 'SocketTimeout';
}
