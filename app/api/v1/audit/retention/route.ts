import { getRetention } from '@/lib/audit/get-retention';
import { updateRetention } from '@/lib/audit/update-retention';
import { handler } from '@/lib/http/handler';
import { readJson } from '@/lib/http/read-json';
import { json } from '@/lib/http/respond';

/**
 * How long entries of the audit log are kept.
 * 200 `Retention`; 401, 403.
 */
export const GET = handler(async ({ actor }) => json(await getRetention({ actor })));

/**
 * Sets how long entries are kept. Body: `keep_days`, 30 to 3650, or null for ever.
 * 200 `Retention`; 400 not JSON; 401, 403, 413, 415; 422 a refused field.
 */
export const PUT = handler(async ({ request, actor }) =>
  json(await updateRetention({ actor, input: await readJson(request) })),
);
