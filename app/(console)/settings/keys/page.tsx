import type { Metadata } from 'next';
import { screenActor } from '@/app/_access/actor';
import { EmptyState } from '@/app/_components/empty-state';
import { NotAllowed } from '@/app/_components/not-allowed';
import { listKeys } from '@/lib/api-keys/list';
import { toResult } from '@/lib/result';
import { CreateKey } from './create-key';
import { KeyTable } from './key-table';
import classes from './keys.module.css';

export const metadata: Metadata = { title: 'API keys' };

export default async function KeysPage() {
  const actor = await screenActor();
  const keys = await toResult(() => listKeys({ actor }));
  if (!keys.ok) return <NotAllowed needs="admin" actual={actor.role} />;
  return (
    <div className={classes.columns}>
      <div className={classes.list}>
        <div className={classes.lead}>
          <h2 id="api-keys" tabIndex={-1}>
            API keys
          </h2>
          <p>
            For programs that use the REST API: they send a key as <code>Authorization: Bearer</code>. What a program
            does stands in the audit log under the name of its key.
          </p>
        </div>
        {keys.value.length > 0 ? (
          <KeyTable keys={keys.value} now={Date.now()} />
        ) : (
          <EmptyState>There is no key yet. Give each program its own: then one can be revoked alone.</EmptyState>
        )}
      </div>
      <CreateKey />
    </div>
  );
}
