import { testConnection } from '@/lib/checks/test-connection';
import { handler } from '@/lib/http/handler';
import { readJson } from '@/lib/http/read-json';
import { json } from '@/lib/http/respond';

/**
 * Runs the connection test. Body: a server draft (`transport` is `http` where absent), or `{ server_id }`, or both: then
 * the draft's fields stand in for the saved ones. The result of `{ server_id }` alone is stored.
 * 200 `Report`, whether or not the server works, with `warnings` when fields were unknown; 400, 401, 403, 404, 413, 415,
 * 422 for a bad request. Leaving stops the test.
 */
export const POST = handler(async ({ request, actor }) => {
  const { report, warnings } = await testConnection({ actor, input: await readJson(request), signal: request.signal });
  return json(warnings.length > 0 ? { ...report, warnings } : report);
});
