import { stat } from 'node:fs/promises';
import { readEnv } from '../env';
import { getConfigStatus } from './config-status';
import { loadConfigFile } from './yaml-file';

const RETRY_MS = 30_000;

/**
 * Puts the YAML file in force and again whenever it changes. Polls what the path leads to: a Kubernetes volume changes by
 * swapping a symbolic link above the file, which no watcher of the file reports. Answers a function that ends it.
 */
export async function startConfigWatch(intervalMs = 1_000): Promise<() => void> {
  const path = readEnv().configPath;
  let loaded = path && (await signature(path));
  let changed: string | null = null;
  let loadedAtMs = Date.now();
  await loadConfigFile();
  if (!path) return () => {};

  let isBusy = false;
  async function poll(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    try {
      const now = await signature(path ?? '');
      // Taken once it has kept still for one round: an editor may be in the middle of writing.
      const isSettled = now !== loaded && now === changed;
      // A problem outside the file (a name taken in the database) goes away without a change of the file.
      const isRetry = getConfigStatus().error !== null && Date.now() - loadedAtMs >= RETRY_MS;
      changed = now;
      if (!isSettled && !isRetry) return;
      loaded = now;
      loadedAtMs = Date.now();
      await loadConfigFile();
    } finally {
      isBusy = false;
    }
  }

  const timer = setInterval(poll, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}

async function signature(path: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeMs, ctimeMs } = await stat(/* turbopackIgnore: true */ path);
    return [dev, ino, size, mtimeMs, ctimeMs].join(':');
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
}
