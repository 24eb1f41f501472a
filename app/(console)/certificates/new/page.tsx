import type { Metadata } from 'next';
import { connection } from 'next/server';
import { PageHeader } from '@/app/_components/page-header';
import { knownServers } from '../known-servers';
import { NewBundleForm } from '../new-bundle-form';

export const metadata: Metadata = { title: 'Add bundle' };

export default async function NewBundlePage() {
  await connection();
  return (
    <>
      <PageHeader title="Add bundle" parent={{ href: '/certificates', label: 'Certificates' }} />
      <NewBundleForm servers={await knownServers()} now={Date.now()} />
    </>
  );
}
