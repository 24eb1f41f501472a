import { tryEgress } from '@/lib/egress/try';
import { handler } from '@/lib/http/handler';
import { readJson } from '@/lib/http/read-json';
import { json } from '@/lib/http/respond';

/**
 * What a connection would come to. Body: `address`, and `allow` or `deny` to try in place of the list in force. Looks the
 * name up and dials nothing.
 * 200 `EgressTrial`, whether or not it would be allowed; 400 not JSON; 401, 403, 413, 415, 422.
 */
export const POST = handler(async ({ request, actor }) =>
  json(await tryEgress({ actor, input: await readJson(request) })),
);
