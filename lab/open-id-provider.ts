import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { Provider } from 'oidc-provider';
import { listen } from './listen';

export interface OpenIdAccount {
  sub: string;
  [claim: string]: unknown;
}

export type TokenAnswer = Record<string, unknown>;

export interface OpenIdProvider {
  issuer: string;
  clientSecret: string;
  /** The environment of a Vouch that signs people in here, those of `domains` unasked. */
  settings(domains?: string): Record<string, string>;
  /** Who is in front of the browser: each sign-in that begins is theirs. */
  account: OpenIdAccount;
  /** Changes what the token endpoint answers. */
  tamper: ((tokens: TokenAnswer) => TokenAnswer) | null;
  /** What ID tokens are signed with, as RS256. */
  key: KeyObject;
  keyId: string;
  /** Requests so far, as "POST /token". */
  readonly requests: string[];
  close(): Promise<void>;
}

interface Options {
  /** The origin of Vouch. */
  vouchUrl: string;
  account: OpenIdAccount;
  port?: number;
  /** Default: a random one. */
  clientSecret?: string;
  tls?: { key: string; cert: string };
  /** In the ID token, too; else only the userinfo endpoint has them (OpenID Connect Core 1.0 section 5.4). */
  isClaimsInIdToken?: boolean;
}

/** An OpenID provider on 127.0.0.1 that asks nobody for a password or for consent. */
export async function startOpenIdProvider(options: Options): Promise<OpenIdProvider> {
  const { vouchUrl, account, port, tls, isClaimsInIdToken = true } = options;
  const { clientSecret = randomBytes(24).toString('base64url') } = options;
  let answer: RequestListener = () => undefined;
  const requests: string[] = [];
  const count: RequestListener = (request, response) => {
    requests.push(`${request.method} ${request.url?.split('?')[0]}`);
    answer(request, response);
  };
  const listening = await listen(tls ? createHttpsServer(tls, count) : createHttpServer(count), port);
  const issuer = `${tls ? 'https' : 'http'}://127.0.0.1:${listening.port}`;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keyId = 'lab';
  const client = { client_id: 'vouch', client_secret: clientSecret };
  const accounts = new Map<string, OpenIdAccount>();

  const provider = new Provider(issuer, {
    clients: [
      {
        ...client,
        redirect_uris: [`${vouchUrl}/api/auth/callback/oidc`],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: keyId, alg: 'RS256', use: 'sig' }] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'picture'] },
    conformIdTokenClaims: !isClaimsInIdToken,
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => accounts.get(sub) ?? { sub } }),
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    // Nobody is asked for consent.
    loadExistingGrant: async ({ oidc }) => {
      const accountId = oidc.session?.accountId;
      const clientId = oidc.client?.clientId;
      if (accountId === undefined || clientId === undefined) return undefined;
      const grant = new provider.Grant({ accountId, clientId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
  });

  const started: OpenIdProvider = {
    issuer,
    clientSecret,
    settings: (domains = '') => ({
      VOUCH_URL: vouchUrl,
      VOUCH_OIDC_ISSUER: issuer,
      VOUCH_OIDC_CLIENT_ID: client.client_id,
      VOUCH_OIDC_CLIENT_SECRET: clientSecret,
      VOUCH_OIDC_DOMAINS: domains,
    }),
    account,
    tamper: null,
    key: privateKey,
    keyId,
    requests,
    close: () => listening.close(),
  };
  provider.use(async (context, next) => {
    await next();
    if (context.path === '/token' && started.tamper && context.status === 200) {
      context.body = started.tamper(context.body as TokenAnswer);
    }
  });
  const respond = provider.callback();
  answer = (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void respond(request, response);
    const { sub } = started.account;
    accounts.set(sub, { ...started.account });
    provider.interactionFinished(request, response, { login: { accountId: sub } }).catch(() => response.destroy());
  };
  return started;
}
