import { ButtonLink } from '@/app/_components/button';
import { EmptyState } from '@/app/_components/empty-state';
import { PageHeader } from '@/app/_components/page-header';

export default function BundleNotFound() {
  return (
    <>
      <PageHeader title="No such bundle" parent={{ href: '/certificates', label: 'Certificates' }} />
      <EmptyState action={<ButtonLink href="/certificates">All bundles</ButtonLink>}>
        No bundle has this address. It may have been deleted.
      </EmptyState>
    </>
  );
}
