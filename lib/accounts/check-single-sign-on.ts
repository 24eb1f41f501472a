import { appendAudit } from '../audit/append';
import { currentClient, transact } from '../db/transact';
import { readEnv } from '../env';
import { needsSetUp } from './needs-set-up';
import { SSO_PROVIDER, subjectPrefix } from './open-id-config';
import { email as emailSchema } from './schema';
import { noteRefusedEmail, signInMethod } from './sign-in-method';

interface Incoming {
  user: { id?: string | null; email?: string | null; emailVerified?: boolean | null };
  source: { action: 'create-user' | 'link-account' | 'sign-in'; method: string };
}

/** What the sign-in page is told, and the audit log. */
interface Refusal {
  code: 'email_not_verified' | 'not_admitted';
  detail: string;
}

/**
 * Whether a person whom the OpenID provider names may come in: known to Vouch, or of a domain that VOUCH_OIDC_DOMAINS
 * lists; with an email that the provider has checked. The answer's `error` is shown by the sign-in page.
 */
export async function checkSingleSignOn(
  { user, source }: Incoming,
  issuer: string | undefined,
): Promise<{ error: string } | undefined> {
  if (source.method !== 'oauth') return undefined;
  const refusal = await reasonAgainst(user, source.action, issuer);
  if (!refusal) return undefined;
  await auditRefusal(user, refusal);
  return { error: refusal.code };
}

async function reasonAgainst(
  user: Incoming['user'],
  action: Incoming['source']['action'],
  issuer: string | undefined,
): Promise<Refusal | null> {
  if (user.emailVerified !== true) {
    return { code: 'email_not_verified', detail: 'the provider has not verified the email' };
  }
  if (action === 'create-user') {
    // Else the first person to come would end the set-up, and nobody could manage Vouch.
    if (await needsSetUp()) return notAdmitted('Vouch has no admin yet');
    return isOfDomain(user.email) ? null : notAdmitted('not known to Vouch');
  }
  const id = user.id ?? '';
  const known = await currentClient().user.findUnique({ where: { id }, select: { isDisabled: true } });
  if (!known || known.isDisabled) return notAdmitted('kept out');
  if (action === 'link-account' && (await hasOtherSubject(id, issuer))) {
    return notAdmitted('the provider has another person of this email now');
  }
  return null;
}

function notAdmitted(detail: string): Refusal {
  return { code: 'not_admitted', detail };
}

function isOfDomain(email: string | null | undefined): boolean {
  const parsed = emailSchema.safeParse(email);
  const domain = parsed.data?.split('@').at(-1) ?? '';
  return readEnv().oidc?.domains.includes(domain) ?? false;
}

/** An address that was given to somebody else does not bring the account of the one before. */
async function hasOtherSubject(userId: string, issuer: string | undefined): Promise<boolean> {
  const accountId = { startsWith: subjectPrefix(issuer ?? '') };
  return (await currentClient().account.count({ where: { userId, providerId: SSO_PROVIDER, accountId } })) > 0;
}

function auditRefusal({ email }: Incoming['user'], { detail }: Refusal): Promise<void> {
  const parsed = emailSchema.safeParse(email);
  const name = parsed.data ?? '(no email address)';
  if (parsed.success) noteRefusedEmail(parsed.data);
  const { address } = signInMethod();
  return transact((transaction) =>
    appendAudit(transaction, {
      actor: { kind: 'anonymous', id: null, name, address },
      action: 'sessions.create',
      outcome: 'refused',
      detail: `by single sign-on: ${detail}`,
    }),
  );
}
