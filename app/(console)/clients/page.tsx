import type { Metadata } from 'next';
import { screenActor } from '@/app/_access/actor';
import { ButtonLink } from '@/app/_components/button';
import { EmptyState } from '@/app/_components/empty-state';
import { PageHeader } from '@/app/_components/page-header';
import { countVerdicts } from '@/lib/checks/count-verdicts';
import { ClientTable } from './client-table';
import classes from './clients.module.css';

export const metadata: Metadata = { title: 'Clients' };

export default async function ClientsPage() {
  const counts = await countVerdicts({ actor: await screenActor() });
  const [first] = counts;
  const hasServers = first !== undefined && first.accept + first.reject + first.unknown > 0;
  return (
    <>
      <PageHeader
        title="Clients"
        below={
          <p className={classes.lead}>
            What each kind of client would say to your servers, judged from the chain that each sent in its last check.
          </p>
        }
      />
      {hasServers ? (
        <ClientTable counts={counts} />
      ) : (
        <EmptyState
          action={
            <ButtonLink href="/servers/new" look="primary">
              Add server
            </ButtonLink>
          }
        >
          No MCP server is registered yet, so there is nothing to accept or refuse.
        </EmptyState>
      )}
    </>
  );
}
