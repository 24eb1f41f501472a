import { ButtonLink } from '@/app/_components/button';
import { EmptyState } from '@/app/_components/empty-state';
import { PageHeader } from '@/app/_components/page-header';

export default function ServerNotFound() {
  return (
    <>
      <PageHeader title="No such server" parent={{ href: '/servers', label: 'Servers' }} />
      <EmptyState action={<ButtonLink href="/servers">All servers</ButtonLink>}>
        No server has this address. It may have been deleted, or removed from the YAML file.
      </EmptyState>
    </>
  );
}
