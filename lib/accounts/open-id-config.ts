import type { GenericOAuthConfig } from 'better-auth/plugins/generic-oauth';
import type { OidcEnv } from '../env';
import { personName } from './schema';

/** The one OpenID provider, in addresses and in the table of accounts. */
export const SSO_PROVIDER = 'oidc';

/** The OpenID provider as the accounts library takes it: authorization code flow with PKCE, state and nonce. */
export function openIdConfig(oidc: OidcEnv): GenericOAuthConfig {
  return {
    providerId: SSO_PROVIDER,
    name: oidc.name,
    clientId: oidc.clientId,
    clientSecret: oidc.clientSecret ?? undefined,
    discoveryUrl: `${oidc.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    requireIdTokenVerification: true,
    scopes: ['openid', 'email', 'profile'],
    pkce: true,
    accountSubject: ({ tokens }) => subjectOf(tokens.idToken),
    mapProfileToUser: ({ name, email }) => ({ name: shownName(name, email), image: undefined }),
  };
}

/** Where the subjects of an issuer begin: only the two together name a person (OpenID Connect Core 1.0 section 5.7). */
export function subjectPrefix(issuer: string): string {
  return `${issuer} `;
}

/**
 * From an ID token that the library has verified. Throws an Error without one: the library would go by the userinfo
 * endpoint alone then, which nothing binds to this sign-in (section 3.1.3.3).
 */
function subjectOf(idToken: string | undefined): string {
  const [, payload = ''] = idToken?.split('.') ?? [];
  if (payload === '') throw new Error('the OpenID provider answered without an ID token');
  const { iss, sub } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  return `${subjectPrefix(iss)}${sub}`;
}

function shownName(name: unknown, email: unknown): string {
  const given = personName.safeParse(name);
  return given.success ? given.data : String(email).split('@')[0] || 'Unnamed';
}
