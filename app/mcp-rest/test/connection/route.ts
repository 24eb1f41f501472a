import { testConnection } from '@/lib/checks/test-connection';
import { handler } from '@/lib/http/handler';
import { readJson } from '@/lib/http/read-json';
import { json } from '@/lib/http/respond';

/**
 * Tests the connection to a server that need not be saved. Body: a new record; `transport` is `sse` where absent.
 * 200 `{ status: 'ok' }`, or 200 `{ status: 'error', error: true, message, report }`; both with `warnings` when fields
 * were unknown. 400, 401, 403, 413, 415, 422 for a bad request.
 */
export const POST = handler(async ({ request, actor }) => {
  const input = await readJson(request);
  const { report, warnings } = await testConnection({
    actor,
    input,
    signal: request.signal,
    defaults: { transport: 'sse' },
  });
  const extra = warnings.length > 0 ? { warnings } : {};
  if (report.ok) return json({ status: 'ok', ...extra });
  return json({ status: 'error', error: true, message: report.error?.message ?? 'not connected', report, ...extra });
});
