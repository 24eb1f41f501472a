import type { Metadata } from 'next';
import { connection } from 'next/server';
import { PageHeader } from '@/app/_components/page-header';
import { consoleActor } from '@/lib/access/actor';
import { listBundles } from '@/lib/bundles/list';
import classes from './inspect.module.css';
import { InspectForm } from './inspect-form';

export const metadata: Metadata = { title: 'Inspect' };

export default async function InspectPage() {
  await connection();
  const bundles = await listBundles({ actor: consoleActor });
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
      <InspectForm bundles={bundles.map(({ bundle_id, name }) => ({ id: bundle_id, name }))} />
    </>
  );
}
