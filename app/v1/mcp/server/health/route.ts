import { checkServers } from '@/lib/checks/check-servers';
import { handler } from '@/lib/http/handler';
import { json } from '@/lib/http/respond';

/**
 * Checks servers now. `?server_ids=a&server_ids=b`; without it, every server.
 * 200 `[{ server_id, server_name, status, last_health_check, health_check_error, health_check_code }]`;
 * 401, 403; 404 for an unknown id, before anything is checked.
 */
export const GET = handler(async ({ request, actor }) => {
  const named = new URL(request.url).searchParams.getAll('server_ids').filter(Boolean);
  const records = await checkServers({ actor, ids: named.length > 0 ? named : null, signal: request.signal });
  return json(
    records.map(({ server_id, server_name, status, last_health_check, health_check_error, health_check_code }) => ({
      server_id,
      server_name,
      status,
      last_health_check,
      health_check_error,
      health_check_code,
    })),
  );
});
