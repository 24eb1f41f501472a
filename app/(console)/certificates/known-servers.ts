import { screenActor } from '@/app/_access/actor';
import { listServers } from '@/lib/servers/list';
import type { KnownServer } from './_input/server-source';

/** Registered servers that send a chain, by name: the first page of them. */
export async function knownServers(): Promise<KnownServer[]> {
  const { items } = await listServers({ actor: await screenActor(), query: { sort: 'name' } });
  return items.flatMap(({ server_name: name, url }) => {
    const { protocol, host, port } = new URL(url);
    return protocol === 'https:' ? [{ name, address: port ? host : `${host}:443` }] : [];
  });
}
