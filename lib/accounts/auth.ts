import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { genericOAuth } from 'better-auth/plugins/generic-oauth';
import { LRUCache } from 'lru-cache';
import { deriveKey } from '../db/derive-key';
import { type OidcEnv, readEnv } from '../env';
import { log } from '../log';
import { processState } from '../process-state';
import { authDatabase } from './auth-database';
import { checkSingleSignOn } from './check-single-sign-on';
import { openIdConfig, SSO_PROVIDER } from './open-id-config';
import { reasonOf } from './reason-of';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from './schema';

/** Without a request for so long, a session ends. */
const SESSION_SECONDS = 24 * 60 * 60;
/** How far behind its last request the end of a session may be. */
const SESSION_UPDATE_SECONDS = 15 * 60;
/** With and without https, with and without the OpenID provider: more at one time have no use. */
const MAX_INSTANCES = 4;

interface Choice {
  /** The request came by https, so its cookies are for https only. */
  isSecure: boolean;
  /** Null for everything but single sign-on: making an instance with a provider waits for that to answer. */
  oidc: OidcEnv | null;
}

interface Settings extends Choice {
  baseURL: string;
  secret: string;
}

export type Auth = ReturnType<typeof createAuth>;

/**
 * The accounts library, with everything of it that Vouch uses. None of its endpoints is served but the return from the
 * OpenID provider: verbs call them.
 */
export function auth(isSecure: boolean): Auth {
  return authFor({ isSecure, oidc: null });
}

/** One instance as long as the settings stay the same; a rotated key makes another. */
export function authFor(choice: Choice): Auth {
  const settings = settingsOf(choice);
  const key = JSON.stringify(settings);
  const known = instances().get(key);
  if (known) return known;
  const created = createAuth(settings);
  instances().set(key, created);
  return created;
}

/** The next who asks gets another. */
export function forgetAuth(instance: Auth): void {
  for (const [key, known] of instances().entries()) if (known === instance) instances().delete(key);
}

const instances = () => processState('accounts.auth', () => new LRUCache<string, Auth>({ max: MAX_INSTANCES }));

function settingsOf(choice: Choice): Settings {
  // Only single sign-on needs an address of its own, and asks for VOUCH_URL.
  const baseURL = readEnv().publicUrl ?? 'http://localhost';
  return { ...choice, baseURL, secret: deriveKey('better-auth').toString('base64url') };
}

function createAuth({ isSecure, oidc, baseURL, secret }: Settings) {
  return betterAuth({
    appName: 'Vouch',
    baseURL,
    secret,
    database: prismaAdapter(authDatabase(), { provider: 'sqlite' }),
    telemetry: { enabled: false },
    // Verbs bound the attempts themselves, by person as well as by address.
    rateLimit: { enabled: false },
    logger: {
      log: (level, said, ...details) => {
        if (level === 'error') log.warn('the accounts library', { said, because: details.map(reasonOf) });
      },
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
      validateUserInfo: (incoming, { context }) =>
        checkSingleSignOn(
          incoming,
          context.socialProviders.find(({ id }) => id === incoming.source.oauth?.providerId)?.issuer,
        ),
    },
    account: {
      updateAccountOnSignIn: false,
      // Whoever only begins a sign-in causes no row: what it needs travels in a sealed cookie.
      storeStateStrategy: 'cookie',
      // An admin who adds a person vouches for the address. That the provider has checked it, too, is for
      // checkSingleSignOn to ask: a refusal by the library would not be in the audit log.
      accountLinking: { enabled: true, requireLocalEmailVerified: true, trustedProviders: [SSO_PROVIDER] },
    },
    advanced: {
      cookiePrefix: 'vouch',
      useSecureCookies: isSecure,
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true, path: '/' },
      ipAddress: { ipAddressHeaders: ['x-forwarded-for'], ipv6Subnet: 128 },
    },
    plugins: oidc ? [genericOAuth({ config: [openIdConfig(oidc)] })] : [],
  });
}
