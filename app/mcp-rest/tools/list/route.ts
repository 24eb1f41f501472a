import { listServerTools } from '@/lib/checks/list-tools';
import { AppError } from '@/lib/errors';
import { handler } from '@/lib/http/handler';
import { json } from '@/lib/http/respond';

/**
 * Lists the tools of a saved server. `?server_id=`.
 * 200 `{ tools, error: null, message }`, each tool with the server's `mcp_info`; 200 `{ tools: [], error: <code>,
 * message, report }` when the server cannot be asked; 400 without `server_id`; 401, 403, 404.
 */
export const GET = handler(async ({ request, actor }) => {
  const id = new URL(request.url).searchParams.get('server_id');
  if (!id) throw new AppError('bad_input', 'name a server: ?server_id=');
  const { server, tools, report } = await listServerTools({ actor, id, signal: request.signal });
  if (!report.ok) {
    const { code, message } = report.error ?? { code: 'mcp_error', message: 'not connected' };
    return json({ tools: [], error: code, message, report });
  }
  const { mcp_info, ...named } = server;
  const listed = tools.map((tool) => ({ ...tool, mcp_info: { ...mcp_info, ...named } }));
  return json({ tools: listed, error: null, message: 'Successfully retrieved tools' });
});
