import type { APIRequestContext } from '@playwright/test';

/** The tests of a worker share a Vouch, and a bundle that is there is a repair of its own. */
export async function emptyLibrary(request: APIRequestContext): Promise<void> {
  const servers = (await (await request.get('/v1/mcp/server')).json()) as { server_id: string; ca_bundle_id: string }[];
  for (const { server_id, ca_bundle_id } of servers) {
    if (ca_bundle_id) await request.delete(`/v1/mcp/server/${server_id}`);
  }
  const bundles = (await (await request.get('/api/v1/bundles')).json()) as { bundle_id: string }[];
  for (const { bundle_id } of bundles) await request.delete(`/api/v1/bundles/${bundle_id}`);
}
