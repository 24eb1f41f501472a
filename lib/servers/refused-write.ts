import { db } from '../db/client';
import { AppError } from '../errors';
import { refuse } from './parse-input';
import { unknownBundle } from './refuse-unknown-bundle';

interface Wanted {
  id: string;
  name: string;
  caBundleId: string | null | undefined;
}

/**
 * What the database refused, in words: P2002 (unique constraint) for a name or id that is taken, P2003 (foreign key) for
 * a bundle that was deleted meanwhile. Every other error passes through.
 */
export async function refusedWrite(error: unknown, wanted: Wanted): Promise<unknown> {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === 'P2003' && wanted.caBundleId) return unknownBundle(wanted.caBundleId);
  return code === 'P2002' ? taken(error, wanted) : error;
}

async function taken(cause: unknown, { id, name }: Wanted): Promise<AppError> {
  const sameName = await db().mcpServer.findUnique({ where: { name }, select: { id: true, isConfig: true } });
  if (sameName && sameName.id !== id) {
    const where = sameName.isConfig ? ' in the YAML file' : '';
    const message = `there is already a server named "${name}"${where} (id ${sameName.id})`;
    return refuse([{ path: ['server_name'], message, type: 'conflict' }], 'conflict');
  }
  const message = `there is already a server with id "${id}"`;
  return new AppError('conflict', message, { issues: [{ path: ['server_id'], message, type: 'conflict' }], cause });
}
