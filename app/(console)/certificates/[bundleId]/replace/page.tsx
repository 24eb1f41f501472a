import type { Metadata } from 'next';
import { OnlyFor } from '@/app/_access/only-for';
import { PageHeader } from '@/app/_components/page-header';
import { knownServers } from '../../known-servers';
import { type BundleParams, bundleHref, loadBundle } from '../load-bundle';
import { ReplaceForm } from '../replace-form';

export async function generateMetadata({ params }: { params: BundleParams }): Promise<Metadata> {
  return { title: `Replace ${(await loadBundle((await params).bundleId)).name}` };
}

export default async function ReplaceBundlePage({ params }: { params: BundleParams }) {
  const bundle = await loadBundle((await params).bundleId);
  return (
    <>
      <PageHeader
        title={`Replace ${bundle.name}`}
        parent={{ href: bundleHref(bundle.bundle_id), label: bundle.name }}
      />
      <OnlyFor needs="admin">
        <ReplaceForm
          id={bundle.bundle_id}
          madeTo={bundle.updated_at}
          present={bundle.certificates}
          users={bundle.used_by.length}
          servers={await knownServers()}
          now={Date.now()}
        />
      </OnlyFor>
    </>
  );
}
