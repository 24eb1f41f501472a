import { db } from '../db/client';

/** Whether the database answers, and its servers can be read. */
export async function isReady(): Promise<boolean> {
  try {
    await db().mcpServer.findFirst({ select: { id: true, name: true } });
    return true;
  } catch {
    return false;
  }
}
