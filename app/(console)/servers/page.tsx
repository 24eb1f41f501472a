import type { Metadata } from 'next';
import { screenActor } from '@/app/_access/actor';
import { ButtonLink } from '@/app/_components/button';
import { EmptyState } from '@/app/_components/empty-state';
import { PageHeader } from '@/app/_components/page-header';
import { ForRole } from '@/app/_components/role';
import { trustWords } from '@/app/_components/trust-words';
import { listServers } from '@/lib/servers/list';
import { describeTrust } from '@/lib/trust/describe';
import { ListFilters } from './list-filters';
import { isFiltered, listHref, readListQuery, type SearchParams } from './list-query';
import { Pager } from './pager';
import { ServerTable } from './server-table';
import { Tiles } from './tiles';
import { verdictWords } from './verdict-words';

export const metadata: Metadata = { title: 'Servers' };

export default async function ServersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const query = readListQuery(await searchParams);
  const [list, byDefault, alwaysVerify] = await Promise.all([
    listServers({ actor: await screenActor(), query }),
    describeTrust({ ssl_verify: null, ca_bundle_id: null, include_public_roots: false }),
    describeTrust({ ssl_verify: 'true', ca_bundle_id: null, include_public_roots: false }),
  ]);
  const inherited = { byDefault: trustWords(byDefault.trust), alwaysVerify: trustWords(alwaysVerify.trust) };
  const isEmpty = list.counts.all === 0;
  const add = (
    <ForRole needs="operator">
      <ButtonLink href="/servers/new" look="primary">
        Add server
      </ButtonLink>
    </ForRole>
  );
  return (
    <>
      <PageHeader title="Servers" actions={!isEmpty && add} />
      {isEmpty ? (
        <EmptyState action={add}>No MCP server is registered yet.</EmptyState>
      ) : (
        <>
          <Tiles counts={list.counts} query={query} />
          <ListFilters
            query={query}
            canClear={isFiltered(query) && list.items.length > 0}
            verdictWords={verdictWords(query)}
          />
          {list.items.length > 0 ? (
            <>
              <ServerTable items={list.items} query={query} now={Date.now()} inherited={inherited} />
              <Pager list={list} query={query} />
            </>
          ) : (
            <EmptyState
              action={
                isFiltered(query) ? (
                  <ButtonLink href="/servers">Clear filters</ButtonLink>
                ) : (
                  <ButtonLink href={listHref(query)}>First page</ButtonLink>
                )
              }
            >
              {isFiltered(query) ? 'No server matches.' : 'The list ends before this page.'}
            </EmptyState>
          )}
        </>
      )}
    </>
  );
}
