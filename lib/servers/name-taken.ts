import { db } from '../db/client';
import { AppError } from '../errors';
import { refuse } from './parse-input';

/** P2002 (unique constraint): says which of name and id is taken. Every other error passes through. */
export async function nameTaken(error: unknown, wanted: { id: string; name: string }): Promise<unknown> {
  if ((error as { code?: unknown } | null)?.code !== 'P2002') return error;
  const sameName = await db().mcpServer.findUnique({
    where: { name: wanted.name },
    select: { id: true, isConfig: true },
  });
  if (sameName && sameName.id !== wanted.id) {
    const where = sameName.isConfig ? ' in the YAML file' : '';
    const message = `there is already a server named "${wanted.name}"${where} (id ${sameName.id})`;
    return refuse([{ path: ['server_name'], message, type: 'conflict' }], 'conflict');
  }
  const message = `there is already a server with id "${wanted.id}"`;
  return new AppError('conflict', message, {
    issues: [{ path: ['server_id'], message, type: 'conflict' }],
    cause: error,
  });
}
