import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { isOwnPath } from '@/lib/access/own-path';
import { hasSecureCookies } from '@/lib/access/secure';
import { needsSetUp } from '@/lib/accounts/needs-set-up';
import { refusedEmail } from '@/lib/accounts/refused-email';
import { readEnv } from '@/lib/env';
import { currentActor } from '../_access/actor';
import { EntryCard } from '../_components/entry-card';
import { refusalWords } from './refusal-words';
import { SignInForm } from './sign-in-form';

export const metadata: Metadata = { title: 'Sign in' };

type SearchParams = Promise<Record<string, string | string[] | undefined>>;

export default async function SignInPage({ searchParams }: { searchParams: SearchParams }) {
  const { next: wanted, error } = await searchParams;
  const next = typeof wanted === 'string' && isOwnPath(wanted) ? wanted : '/';
  if (await needsSetUp()) redirect('/set-up');
  if (await currentActor()) redirect(next);
  const { oidc } = readEnv();
  const sent = await headers();
  const email = refusedEmail(sent.get('cookie'), hasSecureCookies(sent));
  return (
    <EntryCard title="Sign in to Vouch">
      <SignInForm
        next={next}
        provider={oidc && { name: oidc.name, href: `/api/auth/sso?${new URLSearchParams({ next })}` }}
        refusal={typeof error === 'string' ? refusalWords(error, email) : null}
      />
    </EntryCard>
  );
}
