import { isOwnPath } from '../access/own-path';
import { hasSecureCookies } from '../access/secure';
import { openVerb } from '../access/verb';
import { SSO_PROVIDER } from './open-id-config';
import { authWithProvider } from './open-id-provider';
import { signInPath } from './sign-in-path';

interface Options {
  /** Of the request. */
  headers: Headers;
  /** The page to open afterwards: a path of Vouch. */
  next: string;
}

/**
 * Begins a sign-in at the OpenID provider: where to send the browser, and the cookies that know it again when it comes
 * back. Throws AppError `not_found` without a provider, `unavailable` when it does not answer.
 */
export const beginSingleSignOn = openVerb(
  { name: 'sessions.begin_single_sign_on' },
  async ({ headers, next }: Options): Promise<{ url: string; cookies: string[] }> => {
    const provided = await authWithProvider(hasSecureCookies(headers));
    const callbackURL = carried(next);
    const { response, headers: answered } = await provided.api.signInSocial({
      body: {
        provider: SSO_PROVIDER,
        callbackURL,
        errorCallbackURL: signInPath({ next: callbackURL }),
        disableRedirect: true,
      },
      headers: new Headers(),
      returnHeaders: true,
    });
    return { url: String(response.url), cookies: answered.getSetCookie() };
  },
);

/** Travels twice in a cookie, of which browsers keep 4096 bytes (RFC 6265 section 6.1). */
const MAX_NEXT = 300;

/** The path as an address bar has it, which a header can carry. */
function carried(next: string): string {
  if (!isOwnPath(next)) return '/';
  const { pathname, search } = new URL(next, 'http://localhost');
  const path = `${pathname}${search}`;
  return isOwnPath(path) && path.length <= MAX_NEXT ? path : '/';
}
