import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { connection } from 'next/server';
import { needsSetUp } from '@/lib/accounts/needs-set-up';
import { EntryCard } from '../_components/entry-card';
import { SetUpForm } from './set-up-form';

export const metadata: Metadata = { title: 'Set up' };

export default async function SetUpPage() {
  await connection();
  if (!(await needsSetUp())) redirect('/sign-in');
  return (
    <EntryCard title="Set up Vouch">
      <p>
        Nobody can sign in yet. Make the first admin with the set-up code: Vouch printed it when it started, on its
        console or in the log of its container.
      </p>
      <SetUpForm />
    </EntryCard>
  );
}
