import type { Actor } from '../access/actor';
import { db } from '../db/client';
import { serverNotFound } from './server-not-found';
import { serverReadOnly } from './server-read-only';

/** Deletes a server with its secrets and results. Throws AppError `not_found` or `read_only`. */
export async function removeServer({ id }: { actor: Actor; id: string }): Promise<{ server_id: string }> {
  const { count } = await db().mcpServer.deleteMany({ where: { id, isConfig: false } });
  if (count > 0) return { server_id: id };
  const row = await db().mcpServer.findUnique({ where: { id }, select: { name: true } });
  throw row ? serverReadOnly(row.name) : serverNotFound(id);
}
