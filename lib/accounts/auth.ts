import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { genericOAuth } from 'better-auth/plugins/generic-oauth';
import { deriveKey } from '../db/derive-key';
import { readEnv } from '../env';
import { log } from '../log';
import { processState } from '../process-state';
import { authDatabase } from './auth-database';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from './schema';
import { checkSingleSignOn, isDisabled, SSO_PROVIDER } from './single-sign-on';

/** Without a request for so long, a session ends. */
const SESSION_SECONDS = 24 * 60 * 60;
/** How far behind its last request the end of a session may be. */
const SESSION_UPDATE_SECONDS = 15 * 60;

/**
 * The accounts library, with everything of it that Vouch uses. `isSecure`: the request came by https, so its cookies are
 * for https only. Its endpoints are not served but for the return from the OpenID provider: verbs call it.
 */
export function auth(isSecure: boolean) {
  const made = processState('accounts.auth', () => new Map<boolean, ReturnType<typeof createAuth>>());
  const instance = made.get(isSecure) ?? createAuth(isSecure);
  made.set(isSecure, instance);
  return instance;
}

function createAuth(isSecure: boolean) {
  const { publicUrl, oidc } = readEnv();
  return betterAuth({
    appName: 'Vouch',
    // Only single sign-on needs its own address, and asks for VOUCH_URL.
    baseURL: publicUrl ?? 'http://localhost',
    secret: deriveKey('better-auth').toString('base64url'),
    database: prismaAdapter(authDatabase(), { provider: 'sqlite' }),
    telemetry: { enabled: false },
    // Verbs bound the attempts themselves, by person as well as by address.
    rateLimit: { enabled: false },
    logger: {
      log: (level, message) => void (level === 'error' && log.warn('the accounts library', { said: message })),
    },
    onAPIError: { errorURL: '/sign-in' },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      maxPasswordLength: MAX_PASSWORD_LENGTH,
    },
    session: { expiresIn: SESSION_SECONDS, updateAge: SESSION_UPDATE_SECONDS, cookieCache: { enabled: false } },
    user: {
      additionalFields: {
        role: { type: 'string', input: false, defaultValue: 'viewer' },
        isDisabled: { type: 'boolean', input: false, defaultValue: false },
        mustChangePassword: { type: 'boolean', input: false, defaultValue: false },
      },
      validateUserInfo: checkSingleSignOn,
    },
    account: {
      updateAccountOnSignIn: false,
      // An admin who adds a person vouches for the address; the provider has to say that it checked it, too.
      accountLinking: { enabled: true, requireLocalEmailVerified: true, trustedProviders: [] },
    },
    databaseHooks: {
      // Vouch never calls the provider for a person, so it keeps nothing that could.
      account: {
        create: {
          before: async (account) => ({ data: { ...account, accessToken: null, refreshToken: null, idToken: null } }),
        },
      },
      session: { create: { before: refuseDisabled } },
    },
    advanced: {
      cookiePrefix: 'vouch',
      useSecureCookies: isSecure,
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true, path: '/' },
      ipAddress: { ipAddressHeaders: ['x-forwarded-for'] },
    },
    plugins: oidc
      ? [
          genericOAuth({
            config: [
              {
                providerId: SSO_PROVIDER,
                name: oidc.name,
                clientId: oidc.clientId,
                clientSecret: oidc.clientSecret ?? undefined,
                discoveryUrl: `${oidc.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
                requireIdTokenVerification: true,
                scopes: ['openid', 'email', 'profile'],
                pkce: true,
              },
            ],
          }),
        ]
      : [],
  });
}

async function refuseDisabled({ userId }: { userId: string }): Promise<false | undefined> {
  return (await isDisabled(userId)) ? false : undefined;
}
