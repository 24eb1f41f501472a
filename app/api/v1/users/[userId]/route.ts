import { removeUser } from '@/lib/accounts/remove-user';
import { updateUser } from '@/lib/accounts/update-user';
import { handler } from '@/lib/http/handler';
import { readJson } from '@/lib/http/read-json';
import { json } from '@/lib/http/respond';

interface Params {
  userId: string;
}

/**
 * Changes a person. Body: some of `name`, `role`, `is_disabled`.
 * 200 `UserRecord`; 400 not JSON, or the only admin; 401, 403, 404, 413, 415, 422.
 */
export const PUT = handler<Params>(async ({ request, params, actor }) =>
  json(await updateUser({ actor, id: params.userId, input: await readJson(request) })),
);

/**
 * Removes a person and ends their sessions.
 * 200 `{ user_id }`; 400 for oneself or the only admin; 401, 403, 404.
 */
export const DELETE = handler<Params>(async ({ params, actor }) =>
  json(await removeUser({ actor, id: params.userId })),
);
