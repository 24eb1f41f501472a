import { freshRecord } from '@/lib/checks/fresh-record';
import { handler } from '@/lib/http/handler';
import { json } from '@/lib/http/respond';
import { removeServer } from '@/lib/servers/remove';

interface Params {
  serverId: string;
}

/**
 * One server, checked now: `status`, `last_health_check` and `health_check_error` are of this request. For a viewer, who
 * may not test, they are of the last check.
 * 200 `ServerRecord`; 401, 403, 404.
 */
export const GET = handler<Params>(async ({ request, params, actor }) =>
  json(await freshRecord({ actor, id: params.serverId, signal: request.signal })),
);

/**
 * Deletes a server.
 * 202 `{ server_id }`; 401; 403 also for a server of the YAML file; 404.
 */
export const DELETE = handler<Params>(async ({ params, actor }) => {
  return json(await removeServer({ actor, id: params.serverId }), 202);
});
