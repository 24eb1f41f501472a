import { ButtonLink } from '@/app/_components/button';
import { PAGE_SIZE, type ServerList, type ServerListQuery } from '@/lib/servers/dto';
import { listHref } from './list-query';
import classes from './pager.module.css';

export function Pager({ list, query }: { list: ServerList; query: ServerListQuery }) {
  const { page, pageCount, total, items } = list;
  const start = (page - 1) * PAGE_SIZE + 1;
  const number = (value: number) => value.toLocaleString('en');
  return (
    <div className={classes.pager}>
      <p>
        {pageCount > 1
          ? `${number(start)} to ${number(start + items.length - 1)} of ${number(total)} servers`
          : `${number(total)} ${total === 1 ? 'server' : 'servers'}`}
      </p>
      {pageCount > 1 && (
        <nav aria-label="Pages" className={classes.buttons}>
          {page > 1 && (
            <ButtonLink size="small" href={listHref(query, { page: page - 1 })} prefetch={false} rel="prev">
              Previous
            </ButtonLink>
          )}
          <span>
            Page {number(page)} of {number(pageCount)}
          </span>
          {page < pageCount && (
            <ButtonLink size="small" href={listHref(query, { page: page + 1 })} prefetch={false} rel="next">
              Next
            </ButtonLink>
          )}
        </nav>
      )}
    </div>
  );
}
