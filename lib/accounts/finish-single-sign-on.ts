import { addressOf } from '../access/address';
import { isHttps } from '../access/secure';
import { openVerb } from '../access/verb';
import { auth } from './auth';
import { signingIn } from './sign-in-method';

/**
 * The return from the OpenID provider: checks its answer (state, PKCE, nonce, ID token), makes the session and answers the
 * redirect, back to /sign-in with `?error=` when the person may not come in.
 */
export const finishSingleSignOn = openVerb(
  { name: 'sessions.finish_single_sign_on', writes: true },
  async ({ request }: { request: Request }): Promise<Response> =>
    signingIn({ method: 'single sign-on', address: addressOf(request.headers) }, () =>
      auth(isHttps(request.headers)).handler(request),
    ),
);
