import type { Metadata } from 'next';
import { screenActor } from '@/app/_access/actor';
import { OnlyFor } from '@/app/_access/only-for';
import { PageHeader } from '@/app/_components/page-header';
import { ServerForm } from '../_form/server-form';
import { trustChoices } from '../trust-choices';

export const metadata: Metadata = { title: 'Add server' };

export default async function NewServerPage() {
  // What Default means is read from the environment of this very moment.
  await screenActor();
  return (
    <>
      <PageHeader title="Add server" parent={{ href: '/servers', label: 'Servers' }} />
      <OnlyFor needs="operator">
        <ServerForm saved={null} choices={await trustChoices(null)} />
      </OnlyFor>
    </>
  );
}
