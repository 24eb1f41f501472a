import type { Metadata } from 'next';
import { OnlyFor } from '@/app/_access/only-for';
import { PageHeader } from '@/app/_components/page-header';
import { EditBundleForm } from '../edit-bundle-form';
import { type BundleParams, bundleHref, loadBundle } from '../load-bundle';

export async function generateMetadata({ params }: { params: BundleParams }): Promise<Metadata> {
  return { title: `Edit ${(await loadBundle((await params).bundleId)).name}` };
}

export default async function EditBundlePage({ params }: { params: BundleParams }) {
  const { bundle_id: id, name, notes, updated_at } = await loadBundle((await params).bundleId);
  return (
    <>
      <PageHeader title={`Edit ${name}`} parent={{ href: bundleHref(id), label: name }} />
      <OnlyFor needs="admin">
        <EditBundleForm id={id} madeTo={updated_at} saved={{ name, notes: notes ?? '' }} />
      </OnlyFor>
    </>
  );
}
