import { isOwnPath } from '@/lib/access/own-path';
import { beginSingleSignOn } from '@/lib/accounts/begin-single-sign-on';
import { openHandler } from '@/lib/http/handler';
import { withCookies } from '@/lib/http/with-cookies';

/**
 * Sends a browser to the OpenID provider. Query: `next`, the path of Vouch to open afterwards.
 * 303 to the provider; 404 when none is set up; 503 when it does not answer.
 */
export const GET = openHandler('entry', async ({ request }) => {
  const wanted = new URL(request.url).searchParams.get('next') ?? '/';
  const next = isOwnPath(wanted) ? wanted : '/';
  const { url, cookies } = await beginSingleSignOn({ headers: request.headers, next });
  return withCookies(
    new Response(null, { status: 303, headers: { location: url, 'cache-control': 'no-store' } }),
    cookies,
  );
});
