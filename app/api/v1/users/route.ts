import { createUser } from '@/lib/accounts/create-user';
import { listUsers } from '@/lib/accounts/list-users';
import { handler } from '@/lib/http/handler';
import { readJson } from '@/lib/http/read-json';
import { json } from '@/lib/http/respond';

/**
 * Lists everybody who has an account.
 * 200 `UserRecord[]`; 401, 403.
 */
export const GET = handler(async ({ actor }) => json(await listUsers({ actor })));

/**
 * Adds a person. Body: `name`, `email`, `role`.
 * 201 `UserRecord & { temporary_password: string }`, which is answered this once; 400 not JSON, email taken; 401, 403, 413,
 * 415, 422.
 */
export const POST = handler(async ({ request, actor }) => {
  const { record, temporary_password } = await createUser({ actor, input: await readJson(request) });
  return json({ ...record, temporary_password }, 201);
});
