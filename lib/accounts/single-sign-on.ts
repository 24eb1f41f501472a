import { currentClient } from '../db/transact';
import { readEnv } from '../env';

/** The one OpenID provider, in addresses and in the table of accounts. */
export const SSO_PROVIDER = 'oidc';

interface Incoming {
  user: { id?: string; email?: string | null; emailVerified?: boolean };
  source: { action: 'create-user' | 'link-account' | 'sign-in'; method: string };
}

/**
 * Whether a person whom the OpenID provider names may come in: known to Vouch, or of a domain that VOUCH_OIDC_DOMAINS
 * lists; with an email that the provider has checked. The answer's `error` is shown by the sign-in page.
 */
export async function checkSingleSignOn({ user, source }: Incoming): Promise<{ error: string } | undefined> {
  if (source.method !== 'oauth') return undefined;
  if (user.emailVerified !== true) return { error: 'email_not_verified' };
  if (source.action !== 'create-user') return (await isDisabled(user.id)) ? { error: 'not_admitted' } : undefined;
  const domain = user.email?.split('@').at(-1)?.toLowerCase() ?? '';
  return readEnv().oidc?.domains.includes(domain) ? undefined : { error: 'not_admitted' };
}

export async function isDisabled(userId: string | undefined): Promise<boolean> {
  const row = await currentClient().user.findUnique({ where: { id: userId ?? '' }, select: { isDisabled: true } });
  return row?.isDisabled ?? true;
}
