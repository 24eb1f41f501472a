import { addressOf } from '../access/address';
import { isOwnPath } from '../access/own-path';
import { hasSecureCookies } from '../access/secure';
import { openVerb } from '../access/verb';
import { AppError } from '../errors';
import { log } from '../log';
import { SSO_PROVIDER } from './open-id-config';
import { authWithProvider } from './open-id-provider';
import { refusedEmailCookie } from './refused-email';
import { signingIn } from './sign-in-method';
import { signInPath } from './sign-in-path';

const CALLBACK_PATH = `/api/auth/callback/${SSO_PROVIDER}`;

/**
 * The return from the OpenID provider: checks its answer (state, PKCE, nonce, ID token), makes the session and answers the
 * redirect, back to /sign-in with `?error=` when the person may not come in or the provider does not answer. Throws
 * AppError `not_found` without a provider, or for another.
 */
export const finishSingleSignOn = openVerb(
  { name: 'sessions.finish_single_sign_on', writes: true },
  async ({ request }: { request: Request }): Promise<Response> => {
    // The library would answer at its other addresses, too.
    if (new URL(request.url).pathname !== CALLBACK_PATH) throw new AppError('not_found', 'there is no such provider');
    const isSecure = hasSecureCookies(request.headers);
    const provided = await authWithProvider(isSecure).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'unavailable') return null;
      throw error;
    });
    if (!provided) return redirect(signInPath({ error: 'provider_unavailable' }), []);
    const signIn: Parameters<typeof signingIn>[0] = {
      method: 'single sign-on',
      address: addressOf(request.headers),
    };
    const answer = await signingIn(signIn, () => provided.handler(request));
    const cookies = answer.headers.getSetCookie();
    if (signIn.refusedEmail !== undefined) cookies.push(refusedEmailCookie(signIn.refusedEmail, isSecure));
    return redirect(destinationOf(answer), cookies);
  },
);

/** What the provider wrote into its answer goes no further than the code of the error. */
function destinationOf(answer: Response): string {
  const location = answer.headers.get('location');
  if (location === null) {
    log.warn('a single sign-on failed', { status: answer.status });
    return signInPath({ error: 'failed' });
  }
  const { pathname, searchParams } = new URL(location, 'http://localhost');
  const error = searchParams.get('error');
  if (pathname !== '/sign-in' || error === null) return location;
  const next = searchParams.get('next') ?? '/';
  return signInPath({ next: isOwnPath(next) ? next : '/', error: /^[a-z_]{1,60}$/.test(error) ? error : 'failed' });
}

function redirect(location: string, cookies: string[]): Response {
  const response = new Response(null, { status: 302, headers: { location, 'cache-control': 'no-store' } });
  for (const cookie of cookies) response.headers.append('set-cookie', cookie);
  return response;
}
