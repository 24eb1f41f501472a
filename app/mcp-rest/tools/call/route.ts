import { callServerTool } from '@/lib/checks/call-tool';
import { handler } from '@/lib/http/handler';
import { readJson } from '@/lib/http/read-json';
import { json } from '@/lib/http/respond';

/**
 * Calls a tool of a saved server. Body: `{ server_id, name, arguments }`.
 * 200 the MCP call result; a server that cannot be asked gives a result with `isError: true` and
 * `error: { code, message }`; 400, 401; 403 also for a tool that is not allowed; 404, 413, 415, 422.
 */
export const POST = handler(async ({ request, actor }) => {
  const call = await callServerTool({ actor, input: await readJson(request), signal: request.signal });
  if (call.ok) return json(call.result);
  return json({ content: [{ type: 'text', text: call.error.message }], isError: true, error: call.error });
});
