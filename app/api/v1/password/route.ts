import { changePassword } from '@/lib/accounts/change-password';
import { handler } from '@/lib/http/handler';
import { readJson } from '@/lib/http/read-json';
import { json } from '@/lib/http/respond';

/**
 * Changes the password of the person who asks and ends their other sessions. Body: `current_password`, `new_password`.
 * 200 `{ ended_sessions: number }`; 400 not JSON, or no password here (single sign-on); 401; 403 for a key; 413, 415, 422;
 * 429 after too many attempts.
 */
export const PUT = handler(async ({ request, actor }) =>
  json(await changePassword({ actor, input: await readJson(request) })),
);
