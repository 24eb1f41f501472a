'use client';

import { IconSearch, IconX } from '@tabler/icons-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type SubmitEvent, useEffect, useRef, useTransition } from 'react';
import type { ServerListQuery } from '@/lib/servers/dto';
import classes from './list-filters.module.css';
import { listHref, readListQuery } from './list-query';

const TYPING_PAUSE_MS = 250;

interface Props {
  query: ServerListQuery;
  canClear: boolean;
  /** "Refused by Python 3.13 and later"; null without that filter. */
  verdictWords: string | null;
}

/** A plain GET form that works without JavaScript, and without a page load where there is some. */
export function ListFilters({ query, canClear, verdictWords }: Props) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [isPending, startTransition] = useTransition();

  useEffect(() => {
    function focusSearch(event: KeyboardEvent) {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if ((event.target as Element).closest('input, textarea, select, [contenteditable], dialog')) return;
      event.preventDefault();
      search.current?.focus();
      search.current?.select();
    }
    document.addEventListener('keydown', focusSearch);
    return () => {
      document.removeEventListener('keydown', focusSearch);
      clearTimeout(timer.current);
    };
  }, []);

  useEffect(() => {
    if (search.current && search.current !== document.activeElement) search.current.value = query.search;
  }, [query.search]);

  function apply() {
    clearTimeout(timer.current);
    if (!form.current) return;
    const typed = readListQuery(Object.fromEntries(new FormData(form.current)) as Record<string, string>);
    const href = listHref({ ...query, search: typed.search, tls: typed.tls, source: typed.source });
    startTransition(() => router.replace(href, { scroll: false }));
  }

  function submit(event: SubmitEvent) {
    event.preventDefault();
    apply();
  }

  return (
    <form
      ref={form}
      action="/servers"
      className={classes.filters}
      onSubmit={submit}
      data-pending={isPending || undefined}
    >
      {query.status && <input type="hidden" name="status" value={query.status} />}
      {query.expires && <input type="hidden" name="expires" value={query.expires} />}
      {query.client && <input type="hidden" name="client" value={query.client} />}
      {query.verdict && <input type="hidden" name="verdict" value={query.verdict} />}
      {query.sort !== 'status' && <input type="hidden" name="sort" value={query.sort} />}
      {query.direction !== 'asc' && <input type="hidden" name="direction" value={query.direction} />}
      <label className={classes.search}>
        <span className="sr-only">Search servers</span>
        <IconSearch size={15} aria-hidden />
        <input
          ref={search}
          type="search"
          name="search"
          defaultValue={query.search}
          placeholder="Search name, address, description"
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          onChange={() => {
            clearTimeout(timer.current);
            timer.current = setTimeout(apply, TYPING_PAUSE_MS);
          }}
        />
        <span className={classes.key} aria-hidden="true">
          /
        </span>
      </label>
      <label className={classes.choice}>
        <span>TLS</span>
        <select
          key={query.tls}
          name="tls"
          defaultValue={query.tls ?? ''}
          onChange={apply}
          aria-label="TLS verification"
        >
          <option value="">Any</option>
          <option value="default">Default</option>
          <option value="custom_ca">Custom CA</option>
          <option value="disabled">Disabled</option>
          <option value="verify">Always verify</option>
          <option value="unverified">Unverified</option>
        </select>
      </label>
      <label className={classes.choice}>
        <span>From</span>
        <select key={query.source} name="source" defaultValue={query.source ?? ''} onChange={apply} aria-label="Source">
          <option value="">Anywhere</option>
          <option value="database">Database</option>
          <option value="config">File</option>
        </select>
      </label>
      {verdictWords && (
        <Link
          href={listHref(query, { client: null, verdict: null })}
          prefetch={false}
          scroll={false}
          className={classes.chip}
          title="Remove this filter"
        >
          {verdictWords}
          <IconX size={14} aria-hidden />
          <span className="sr-only">, remove this filter</span>
        </Link>
      )}
      <noscript>
        <button type="submit">Filter</button>
      </noscript>
      {canClear && (
        <Link href="/servers" prefetch={false} className={classes.clear}>
          Clear filters
        </Link>
      )}
    </form>
  );
}
