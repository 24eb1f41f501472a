import type { Metadata } from 'next';
import { screenActor } from '@/app/_access/actor';
import { ButtonLink } from '@/app/_components/button';
import { EmptyState } from '@/app/_components/empty-state';
import { PageHeader } from '@/app/_components/page-header';
import { ForRole } from '@/app/_components/role';
import { hasRole } from '@/lib/access/roles';
import { listBundles } from '@/lib/bundles/list';
import { BundleSearch } from './bundle-search';
import { BundleTable } from './bundle-table';
import { matching } from './matching';

export const metadata: Metadata = { title: 'Certificates' };

/** More than these do not fit one look. */
const HANDFUL = 6;

type SearchParams = Promise<Record<string, string | string[] | undefined>>;

export default async function CertificatesPage({ searchParams }: { searchParams: SearchParams }) {
  const { search } = await searchParams;
  const actor = await screenActor();
  const bundles = await listBundles({ actor });
  const wanted = (Array.isArray(search) ? search[0] : search)?.slice(0, 200) ?? '';
  const found = matching(bundles, wanted);
  const add = (
    <ForRole needs="admin">
      <ButtonLink href="/certificates/new" look="primary">
        Add bundle
      </ButtonLink>
    </ForRole>
  );
  return (
    <>
      <PageHeader title="Certificates" actions={bundles.length > 0 && add} />
      {bundles.length === 0 ? (
        <EmptyState action={add}>
          A bundle holds the CA certificates that servers are verified against, under a name and with their expiry in
          view.
          {!hasRole(actor.role, 'admin') && ' There is none yet: an admin adds them.'}
        </EmptyState>
      ) : (
        <>
          {(bundles.length > HANDFUL || wanted !== '') && <BundleSearch search={wanted} />}
          {found.length > 0 ? (
            <BundleTable bundles={found} now={Date.now()} />
          ) : (
            <EmptyState action={<ButtonLink href="/certificates">Clear search</ButtonLink>}>
              No bundle matches.
            </EmptyState>
          )}
        </>
      )}
    </>
  );
}
