import { isOwnPath } from '@/lib/access/own-path';
import { beginSingleSignOn } from '@/lib/accounts/begin-single-sign-on';
import { signInPath } from '@/lib/accounts/sign-in-path';
import { AppError } from '@/lib/errors';
import { openHandler } from '@/lib/http/handler';
import { withCookies } from '@/lib/http/with-cookies';

/**
 * Sends a browser to the OpenID provider. Query: `next`, the path of Vouch to open afterwards.
 * 303 to the provider, or back to /sign-in with `?error=` when that does not answer; 404 when none is set up.
 */
export const GET = openHandler('entry', async ({ request }) => {
  const wanted = new URL(request.url).searchParams.get('next') ?? '/';
  const next = isOwnPath(wanted) ? wanted : '/';
  const { url, cookies } = await beginSingleSignOn({ headers: request.headers, next }).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'unavailable') throw error;
    return { url: signInPath({ next, error: 'provider_unavailable' }), cookies: [] };
  });
  return withCookies(
    new Response(null, { status: 303, headers: { location: url, 'cache-control': 'no-store' } }),
    cookies,
  );
});
