import { db } from '../db/client';

/** Whether the database answers. */
export async function isReady(): Promise<boolean> {
  try {
    await db().$queryRaw`SELECT 1`;
    return true;
  } catch {
    return false;
  }
}
