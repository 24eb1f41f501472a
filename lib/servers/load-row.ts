import { db } from '../db/client';
import { type ServerRow, withoutReport } from './row';

/** The row of a server with its sealed secrets, for verbs that connect; null when there is none. */
export function loadRow(id: string): Promise<ServerRow | null> {
  return db().mcpServer.findUnique({ where: { id }, omit: withoutReport });
}
