'use server';

import { actionActor } from '@/app/_access/actor';
import { cancelRun } from '@/lib/checks/running';
import type { ServerStatus } from '@/lib/servers/dto';
import { listServers } from '@/lib/servers/list';

const MOST = 6;

export interface FoundServer {
  id: string;
  name: string;
  url: string;
  state: ServerStatus;
}

/** The first servers that match, what is broken first; for the command menu. */
export async function findServers(text: unknown): Promise<FoundServer[]> {
  const search = typeof text === 'string' ? text.slice(0, 200) : '';
  const { items } = await listServers({ actor: await actionActor(), query: { search } });
  return items
    .slice(0, MOST)
    .map(({ server_id, server_name, url, state }) => ({ id: server_id, name: server_name, url, state }));
}

/** Stops what runs under this id. */
export async function stopRun(runId: unknown): Promise<void> {
  await actionActor();
  cancelRun(String(runId));
}
