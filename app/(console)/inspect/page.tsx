import type { Metadata } from 'next';
import { screenActor } from '@/app/_access/actor';
import { OnlyFor } from '@/app/_access/only-for';
import { PageHeader } from '@/app/_components/page-header';
import { listBundles } from '@/lib/bundles/list';
import classes from './inspect.module.css';
import { InspectForm } from './inspect-form';

export const metadata: Metadata = { title: 'Inspect' };

export default async function InspectPage() {
  const bundles = await listBundles({ actor: await screenActor() });
  return (
    <>
      <PageHeader
        title="Inspect"
        below={
          <p className={classes.lead}>
            Who would accept a server's chain, and what is wrong with it. Nothing is registered or kept.
          </p>
        }
      />
      <OnlyFor needs="operator">
        <InspectForm bundles={bundles.map(({ bundle_id, name }) => ({ id: bundle_id, name }))} />
      </OnlyFor>
    </>
  );
}
