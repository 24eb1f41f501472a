import { ButtonLink } from '@/app/_components/button';
import type { AuditPage } from '@/lib/audit/dto';
import classes from './audit.module.css';
import { type AuditFilters, auditHref } from './filters';

export function Pager({ page, filters }: { page: AuditPage; filters: AuditFilters }) {
  const { total, next_before } = page;
  const isFirst = filters.before === '';
  return (
    <div className={classes.pager}>
      <p>{total === 1 ? '1 entry' : `${total.toLocaleString('en')} entries`}</p>
      {(!isFirst || next_before !== null) && (
        <nav aria-label="Pages" className={classes.pages}>
          {!isFirst && (
            <ButtonLink size="small" href={auditHref(filters)} prefetch={false}>
              Newest
            </ButtonLink>
          )}
          {next_before !== null && (
            <ButtonLink
              size="small"
              href={auditHref(filters, { before: String(next_before) })}
              prefetch={false}
              rel="next"
            >
              Older
            </ButtonLink>
          )}
        </nav>
      )}
    </div>
  );
}
