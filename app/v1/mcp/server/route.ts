import { handler } from '@/lib/http/handler';
import { readJson } from '@/lib/http/read-json';
import { json } from '@/lib/http/respond';
import { createServer } from '@/lib/servers/create';
import { listRecords } from '@/lib/servers/records';
import { updateServer } from '@/lib/servers/update';

/**
 * Lists every server.
 * 200 `ServerRecord[]`; 401, 403.
 */
export const GET = handler(async ({ actor }) => json(await listRecords({ actor })));

/**
 * Registers a server. Body: a new record; `transport` is `sse` where absent, as in LiteLLM.
 * 201 `ServerRecord & { warnings: string[] }`; 400 not JSON, name or id taken, bad name; 401, 403, 413, 415;
 * 422 `{ detail: [{ loc, msg, type }] }`.
 */
export const POST = handler(async ({ request, actor }) => {
  const input = await readJson(request);
  const { record, warnings } = await createServer({ actor, input, defaults: { transport: 'sse' } });
  return json({ ...record, warnings }, 201);
});

/**
 * Changes a server. Body: `server_id` and the fields to change; omitted fields stay, `null` clears.
 * 202 `ServerRecord & { warnings: string[] }`; 400 not JSON, name taken, bad name; 401; 403 also for a server of the
 * YAML file; 404, 413, 415, 422.
 */
export const PUT = handler(async ({ request, actor }) => {
  const { record, warnings } = await updateServer({ actor, input: await readJson(request) });
  return json({ ...record, warnings }, 202);
});
