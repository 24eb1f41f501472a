import { getEgress } from '@/lib/egress/get';
import { updateEgress } from '@/lib/egress/update';
import { handler } from '@/lib/http/handler';
import { readJson } from '@/lib/http/read-json';
import { json } from '@/lib/http/respond';

/**
 * The egress rules, and what is refused whatever they say.
 * 200 `EgressRecord`; 401, 403.
 */
export const GET = handler(async ({ actor }) => json(await getEgress({ actor })));

/**
 * Changes the egress rules. Body: `allow` and `deny`, lists of texts; an omitted one stays. The next connection goes by
 * them; `warnings` names servers that are cut off.
 * 200 `EgressRecord & { warnings: string[] }`; 400 not JSON; 401, 403, 413, 415; 422 a refused entry.
 */
export const PUT = handler(async ({ request, actor }) => {
  const { record, warnings } = await updateEgress({ actor, input: await readJson(request) });
  return json({ ...record, warnings });
});
