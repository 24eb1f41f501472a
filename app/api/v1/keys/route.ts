import { createKey } from '@/lib/api-keys/create';
import { listKeys } from '@/lib/api-keys/list';
import { handler } from '@/lib/http/handler';
import { readJson } from '@/lib/http/read-json';
import { json } from '@/lib/http/respond';

/**
 * Lists every API key, by name, without the keys themselves.
 * 200 `ApiKeyRecord[]`; 401, 403.
 */
export const GET = handler(async ({ actor }) => json(await listKeys({ actor })));

/**
 * Makes an API key. Body: `name`, `role`, `expires_at`.
 * 201 `ApiKeyRecord & { key: string, warnings: string[] }`, the only answer with the key in it; 400 not JSON, name taken;
 * 401, 403, 413, 415; 422 a refused field.
 */
export const POST = handler(async ({ request, actor }) => {
  const { record, key, warnings } = await createKey({ actor, input: await readJson(request) });
  return json({ ...record, key, warnings }, 201);
});
