import { checkServers } from '@/lib/checks/check-servers';
import { handler } from '@/lib/http/handler';
import { json } from '@/lib/http/respond';
import { removeServer } from '@/lib/servers/remove';
import { serverNotFound } from '@/lib/servers/server-not-found';

interface Params {
  serverId: string;
}

/**
 * One server, checked now: `status`, `last_health_check` and `health_check_error` are of this request.
 * 200 `ServerRecord`; 401, 403, 404.
 */
export const GET = handler<Params>(async ({ request, params, actor }) => {
  const [record] = await checkServers({ actor, ids: [params.serverId], signal: request.signal });
  if (!record) throw serverNotFound(params.serverId);
  return json(record);
});

/**
 * Deletes a server.
 * 202 `{ server_id }`; 401; 403 also for a server of the YAML file; 404.
 */
export const DELETE = handler<Params>(async ({ params, actor }) => {
  return json(await removeServer({ actor, id: params.serverId }), 202);
});
