import type { Metadata } from 'next';
import { screenActor } from '@/app/_access/actor';
import { ButtonLink } from '@/app/_components/button';
import { EmptyState } from '@/app/_components/empty-state';
import { Notice } from '@/app/_components/notice';
import { hasRole } from '@/lib/access/roles';
import { getRetention } from '@/lib/audit/get-retention';
import { listAudit } from '@/lib/audit/list';
import { toResult } from '@/lib/result';
import { actionChoices } from './action-words';
import classes from './audit.module.css';
import { AuditFiltersForm } from './audit-filters-form';
import { EntryTable } from './entry-table';
import { auditHref, exportHref, inLabels, isFiltered, readFilters, type SearchParams, wholeLog } from './filters';
import { Pager } from './pager';
import { RetentionPanel } from './retention-panel';

export const metadata: Metadata = { title: 'Audit log' };

export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await screenActor();
  const filters = readFilters(await searchParams);
  const [log, retention] = await Promise.all([
    toResult(() => listAudit({ actor, query: filters })),
    getRetention({ actor }),
  ]);
  const page = log.ok ? log.value : null;
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <div className={classes.lead}>
          <h2>Audit log</h2>
          <p>
            Every change, every sign-in and every attempt that a role, a wrong password, code or key refused: who, what,
            when and from where. Entries cannot be changed here, and <code>npm run audit:verify</code> finds what was
            changed in the database itself.
          </p>
        </div>
        {page && page.total > 0 && (
          <div className={classes.exports}>
            <a href={exportHref(filters, 'csv')} download className={classes.export}>
              Export CSV
            </a>
            <a href={exportHref(filters, 'json')} download className={classes.export}>
              Export JSON
            </a>
          </div>
        )}
      </div>
      <AuditFiltersForm
        filters={filters}
        actions={actionChoices(filters.action)}
        subjectName={page?.entries[0]?.subject_name ?? filters.subject}
        canClear={isFiltered(filters)}
      />
      {!log.ok && (
        <Notice tone="warning" role="status" title="This filter cannot be used, so nothing is shown.">
          <p>{inLabels(log.error.message)}</p>
        </Notice>
      )}
      {page && page.entries.length > 0 && (
        <div>
          <EntryTable entries={page.entries} filters={filters} now={Date.now()} />
          <Pager page={page} filters={filters} />
        </div>
      )}
      {page && page.entries.length === 0 && <Nothing filters={filters} total={page.total} />}
      <RetentionPanel retention={retention} canChange={hasRole(actor.role, 'admin')} />
    </div>
  );
}

function Nothing({ filters, total }: { filters: ReturnType<typeof readFilters>; total: number }) {
  if (total > 0) {
    return (
      <EmptyState action={<ButtonLink href={auditHref(filters)}>Newest entries</ButtonLink>}>
        The log ends before this page.
      </EmptyState>
    );
  }
  if (isFiltered(filters)) {
    return (
      <EmptyState action={<ButtonLink href={auditHref(wholeLog)}>Clear filters</ButtonLink>}>
        No entry matches.
      </EmptyState>
    );
  }
  return <EmptyState>Nothing has been written yet.</EmptyState>;
}
