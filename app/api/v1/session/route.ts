import { signIn } from '@/lib/accounts/sign-in';
import { signOut } from '@/lib/accounts/sign-out';
import { handler, openHandler } from '@/lib/http/handler';
import { readJson } from '@/lib/http/read-json';
import { json } from '@/lib/http/respond';
import { withCookies } from '@/lib/http/with-cookies';

/**
 * Who asks. 200 `{ name, role, must_change_password }`; 401 for nobody.
 */
export const GET = handler(async ({ actor: { name, role, mustChangePassword = false } }) =>
  json({ name, role, must_change_password: mustChangePassword }),
);

/**
 * Signs in. Body: `email`, `password`. The answer's cookie is the session.
 * 201 `{}`; 400 not JSON; 401 the same for a wrong email and a wrong password; 403 caused by another site; 413, 415, 422;
 * 429 after too many attempts.
 */
export const POST = openHandler('entry', async ({ request }) => {
  const { cookies } = await signIn({ input: await readJson(request), headers: request.headers });
  return withCookies(json({}, 201), cookies);
});

/**
 * Signs out: ends the session of the request's cookie.
 * 200 `{}` with the cookie cleared; 401; 403 for a key, or caused by another site.
 */
export const DELETE = handler(async ({ request, actor }) => {
  const { cookies } = await signOut({ actor, headers: request.headers });
  return withCookies(json({}), cookies);
});
