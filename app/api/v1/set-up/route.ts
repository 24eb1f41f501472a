import { addressOf } from '@/lib/access/address';
import { setUp } from '@/lib/accounts/set-up';
import { signIn } from '@/lib/accounts/sign-in';
import { openHandler } from '@/lib/http/handler';
import { readJson } from '@/lib/http/read-json';
import { json } from '@/lib/http/respond';
import { withCookies } from '@/lib/http/with-cookies';

/**
 * Makes the first admin, once, and signs them in. Body: `code` (the console shows it), `name`, `email`, `password`.
 * 201 `{}`; 400 not JSON, or there is a user already; 403 caused by another site; 413, 415; 422 a refused field, a wrong
 * code included; 429 after too many attempts.
 */
export const POST = openHandler('entry', async ({ request }) => {
  const input = await readJson(request);
  await setUp({ input, address: addressOf(request.headers) });
  const { cookies } = await signIn({ input, headers: request.headers });
  return withCookies(json({}, 201), cookies);
});
