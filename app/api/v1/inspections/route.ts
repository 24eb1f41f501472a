import { inspectChain } from '@/lib/checks/inspect';
import { handler } from '@/lib/http/handler';
import { readJson } from '@/lib/http/read-json';
import { json } from '@/lib/http/respond';

/**
 * The doctor for a chain that belongs to no registered server; nothing is stored. Body: `{ address }`, or `{ chain, host }`,
 * with `roots` or `ca_bundle_id` where the defaults are not what is trusted.
 * 200 `Inspection`, whether or not the chain is accepted; 400, 401, 403, 404, 413, 415, 422 for a bad request. Leaving
 * stops it.
 */
export const POST = handler(async ({ request, actor }) =>
  json(await inspectChain({ actor, input: await readJson(request), signal: request.signal })),
);
