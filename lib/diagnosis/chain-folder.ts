import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const PREFIX = 'vouch-chain-';
/** No judgement takes this long. */
const STALE_MS = 10 * 60_000;

/** Runs a task with a folder of its own, which nobody else can read (0700) and which is gone afterwards. */
export async function withChainFolder<T>(task: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), PREFIX));
  try {
    return await task(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** At start: removes what a process that was killed has left. Others of this machine may be at work, so only what is old. */
export async function sweepChainFolders(now: Date = new Date()): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = path.join(tmpdir(), name);
    const found = await stat(folder).catch(() => null);
    if (!found?.isDirectory() || found.uid !== process.getuid?.()) continue;
    if (now.getTime() - found.mtimeMs > STALE_MS) await rm(folder, { recursive: true, force: true });
  }
}
