import type { Metadata } from 'next';
import { currentActor } from './_access/actor';
import { ButtonLink } from './_components/button';
import { EmptyState } from './_components/empty-state';
import { PageHeader } from './_components/page-header';
import { Shell } from './_components/shell';

export const metadata: Metadata = { title: 'No such page' };

export default async function NotFound() {
  return (
    <Shell actor={await currentActor()}>
      <PageHeader title="No such page" />
      <EmptyState action={<ButtonLink href="/">Overview</ButtonLink>}>Vouch has no page at this address.</EmptyState>
    </Shell>
  );
}
