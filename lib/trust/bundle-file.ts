import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { TrustError } from './trust-error';

/** Who names a bundle file, for errors. */
export interface NamedFile {
  /** The setting it was named by: `server.ssl_verify`, `SSL_VERIFY`, ... */
  input: string;
  /** Start of a sentence: "The variable SSL_VERIFY names /etc/ssl/corp.pem". */
  named: string;
  /** What to do when the file is not there; absent: what helps with a path that a person wrote. */
  missingFix?: string;
}

/** The largest real bundles (every public root, twice) stay under 1 MB. */
const MAX_BUNDLE_BYTES = 8 * 1024 * 1024;

const NONBLOCKING_READ = constants.O_RDONLY | constants.O_NONBLOCK;

/**
 * The content of a bundle file, never more than 8 MiB of it. Throws TrustError `bundle_missing` or `bundle_unreadable`
 * (no permission, a directory, not a regular file, too large).
 */
export async function readBundleFile(file: string, who: NamedFile): Promise<Buffer> {
  const { input, named } = who;
  let handle: FileHandle;
  try {
    // O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever.
    handle = await open(/* turbopackIgnore: true */ file, NONBLOCKING_READ);
  } catch (error) {
    throw openFailure(error, file, who);
  }
  const unreadable = (why: string, fix: string, cause?: unknown) =>
    new TrustError('bundle_unreadable', input, `${named}, which ${why}.`, fix, cause);
  try {
    const stat = await handle.stat();
    if (stat.isDirectory()) {
      throw unreadable('is a directory', 'Name the PEM file itself, for example corp.pem inside it.');
    }
    if (!stat.isFile()) throw unreadable('is not a regular file', 'Name a PEM file.');
    const content = stat.size > MAX_BUNDLE_BYTES ? null : await readAll(handle);
    if (content) return content;
    throw unreadable('is larger than 8 MiB', 'Name a PEM file that holds CA certificates only.');
  } catch (error) {
    if (error instanceof TrustError) throw error;
    throw unreadable('cannot be read', 'Check the file and the disk it is on.', error);
  } finally {
    await handle.close();
  }
}

/** Null for more than 8 MiB: files of /proc say that they are empty, and some never end. */
async function readAll(handle: FileHandle): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of handle.createReadStream({ autoClose: false })) {
    size += chunk.length;
    if (size > MAX_BUNDLE_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function openFailure(error: unknown, file: string, { input, named, missingFix }: NamedFile): TrustError {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') {
    const home = file.includes('/~') ? ' "~" is not expanded: write the whole path.' : '';
    const fix = `Put the PEM file there, or correct the path. In a container, mount the file into Vouch's own container.${home}`;
    const message = `${named}, which does not exist where Vouch runs.`;
    return new TrustError('bundle_missing', input, message, missingFix ?? fix, error);
  }
  const isDenied = code === 'EACCES' || code === 'EPERM';
  const why = isDenied
    ? 'which the user that runs Vouch may not read'
    : `which cannot be opened (${code ?? 'unknown reason'})`;
  const fix = isDenied
    ? 'Give that user read permission on the file and on the folders above it.'
    : 'Check the file and the disk it is on.';
  return new TrustError('bundle_unreadable', input, `${named}, ${why}.`, fix, error);
}
