import Link from 'next/link';
import type { ReactNode } from 'react';
import type { ServerListQuery } from '@/lib/servers/dto';
import { listHref } from './list-query';
import classes from './server-table.module.css';

interface Props {
  sort: ServerListQuery['sort'];
  startsWith?: ServerListQuery['direction'];
  query: ServerListQuery;
  className?: string;
  /** Stands in the same header; not sorted by. */
  before?: ReactNode;
  children: ReactNode;
}

export function SortHeader({ sort, startsWith = 'asc', query, className, before, children }: Props) {
  const isHere = query.sort === sort;
  const direction = isHere ? (query.direction === 'asc' ? 'desc' : 'asc') : startsWith;
  return (
    <th scope="col" className={className} aria-sort={isHere ? `${query.direction}ending` : undefined}>
      {before}
      <Link href={listHref(query, { sort, direction })} prefetch={false} scroll={false} className={classes.sort}>
        {children}
        <svg
          viewBox="0 0 8 12"
          width="8"
          height="12"
          aria-hidden="true"
          data-sorted={isHere ? query.direction : undefined}
        >
          <path d="M4 1 7 4.5H1z" />
          <path d="M4 11 1 7.5h6z" />
        </svg>
      </Link>
    </th>
  );
}
