import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../errors';
import { managedBundleFolder, managedBundlePath } from '../trust/bundle-registry';

/**
 * Certificates are no secret, and other programs are to read them: the mode of the data folder (0700) alone says who gets
 * in, so that opening it to the user of another program is enough. Nobody else may write.
 */
const FOLDER_MODE = 0o755;
const FILE_MODE = 0o644;

interface Kept {
  id: string;
  name: string;
  pem: string;
}

/**
 * Writes the file of a bundle so that a reader sees the old content or the new, and answers how to undo that.
 * Throws AppError `unavailable` when it cannot be written; the old content stays then.
 */
export async function writeBundleFile({ id, name, pem }: Kept): Promise<() => Promise<void>> {
  const file = managedBundlePath(id);
  try {
    const before = await contentOf(file);
    if (before !== pem) await writeWhole(file, pem, FILE_MODE);
    return async () => {
      // Somebody else may have written since.
      if ((await contentOf(file)) !== pem) return;
      await (before === null
        ? rm(/* turbopackIgnore: true */ file, { force: true })
        : writeWhole(file, before, FILE_MODE));
    };
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    const message = `the bundle "${name}" could not be written to ${file} (${reason}), so nothing was saved: check the data folder and the disk it is on`;
    throw new AppError('unavailable', message, { cause: error });
  }
}

/** Writes certificates to a file of their own for the time of a test; the caller removes it. */
export async function writeCandidateFile(pem: string): Promise<string> {
  const file = path.join(managedBundleFolder(), `.candidate-${randomUUID()}.pem`);
  await writeWhole(file, pem, 0o600);
  return file;
}

async function writeWhole(file: string, text: string, mode: number): Promise<void> {
  const draft = path.join(path.dirname(file), `.writing-${randomUUID()}.pem`);
  await mkdir(/* turbopackIgnore: true */ path.dirname(file), { recursive: true, mode: FOLDER_MODE });
  try {
    const handle = await open(/* turbopackIgnore: true */ draft, 'wx', mode);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(/* turbopackIgnore: true */ draft, file);
  } catch (error) {
    await rm(/* turbopackIgnore: true */ draft, { force: true });
    throw error;
  }
}

async function contentOf(file: string): Promise<string | null> {
  try {
    return await readFile(/* turbopackIgnore: true */ file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
