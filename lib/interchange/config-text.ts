import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { ConfigFileError } from './config-error';

const MAX_BYTES = 1024 * 1024;

/** The text of the YAML file. Throws ConfigFileError that says what stands in the way. */
export async function readConfigText(path: string): Promise<string> {
  const content = await readBounded(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch (error) {
    throw new ConfigFileError(['the file is not UTF-8 text'], error);
  }
}

async function readBounded(path: string): Promise<Buffer> {
  try {
    // O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever.
    const file = await open(/* turbopackIgnore: true */ path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const { size, isFile } = await file.stat().then((stat) => ({ size: stat.size, isFile: stat.isFile() }));
      if (!isFile) throw new ConfigFileError([`VOUCH_CONFIG names ${path}, which is not a regular file`]);
      if (size > MAX_BYTES) throw new ConfigFileError(['the file is larger than 1 MiB']);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof ConfigFileError) throw error;
    throw new ConfigFileError([`VOUCH_CONFIG names ${path}, which ${reason(error)}`], error);
  }
}

function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'does not exist where Vouch runs';
  if (code === 'EACCES' || code === 'EPERM') return 'the user that runs Vouch may not read';
  return `cannot be read (${code ?? 'unknown reason'})`;
}
