import type { Metadata } from 'next';
import { screenActor } from '@/app/_access/actor';
import { OnlyFor } from '@/app/_access/only-for';
import { PageHeader } from '@/app/_components/page-header';
import { knownServers } from '../known-servers';
import { NewBundleForm } from '../new-bundle-form';

export const metadata: Metadata = { title: 'Add bundle' };

export default async function NewBundlePage() {
  await screenActor();
  return (
    <>
      <PageHeader title="Add bundle" parent={{ href: '/certificates', label: 'Certificates' }} />
      <OnlyFor needs="admin">
        <NewBundleForm servers={await knownServers()} now={Date.now()} />
      </OnlyFor>
    </>
  );
}
