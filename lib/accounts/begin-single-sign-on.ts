import { isAPIError } from 'better-auth/api';
import { isHttps } from '../access/secure';
import { openVerb } from '../access/verb';
import { readEnv } from '../env';
import { AppError } from '../errors';
import { auth } from './auth';
import { SSO_PROVIDER } from './single-sign-on';

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
    if (!readEnv().oidc)
      throw new AppError('not_found', 'single sign-on is not set up: VOUCH_OIDC_ISSUER names the provider');
    try {
      const { response, headers: answered } = await auth(isHttps(headers)).api.signInSocial({
        body: { provider: SSO_PROVIDER, callbackURL: next, errorCallbackURL: '/sign-in', disableRedirect: true },
        headers: new Headers(),
        returnHeaders: true,
      });
      if (!response.url) throw noProvider();
      return { url: response.url, cookies: answered.getSetCookie() };
    } catch (error) {
      throw isAPIError(error) ? noProvider() : error;
    }
  },
);

function noProvider(): AppError {
  return new AppError('unavailable', 'the OpenID provider does not answer as it should: see the log of Vouch');
}
