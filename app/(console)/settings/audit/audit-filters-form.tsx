'use client';

import { IconSearch, IconX } from '@tabler/icons-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type SubmitEvent, useEffect, useRef, useTransition } from 'react';
import classes from './audit-filters-form.module.css';
import { type AuditFilters, auditHref, readFilters, wholeLog } from './filters';

const TYPING_PAUSE_MS = 300;

interface Props {
  filters: AuditFilters;
  actions: { action: string; label: string }[];
  /** What the entries are about, when that is a filter. */
  subjectName: string;
  canClear: boolean;
}

/** A plain GET form that works without JavaScript, and without a page load where there is some. */
export function AuditFiltersForm({ filters, actions, subjectName, canClear }: Props) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [isPending, startTransition] = useTransition();
  useEffect(() => () => clearTimeout(timer.current), []);

  // A link or the Back button may have changed the filters: fields follow, unless somebody is typing.
  useEffect(() => {
    if (timer.current !== undefined) return;
    for (const [name, value] of Object.entries(filters)) {
      const field = form.current?.elements.namedItem(name);
      const isField = field instanceof HTMLInputElement || field instanceof HTMLSelectElement;
      if (isField && field !== document.activeElement) field.value = value;
    }
  }, [filters]);

  function apply() {
    clearTimeout(timer.current);
    timer.current = undefined;
    if (!form.current) return;
    const typed = readFilters(Object.fromEntries(new FormData(form.current)) as Record<string, string>);
    startTransition(() => router.replace(auditHref(typed), { scroll: false }));
  }

  function applySoon() {
    clearTimeout(timer.current);
    timer.current = setTimeout(apply, TYPING_PAUSE_MS);
  }

  function submit(event: SubmitEvent) {
    event.preventDefault();
    apply();
  }

  return (
    <form
      ref={form}
      action="/settings/audit"
      className={classes.filters}
      onSubmit={submit}
      data-pending={isPending || undefined}
    >
      {filters.subject && <input type="hidden" name="subject" value={filters.subject} />}
      <label className={classes.search}>
        <span className="sr-only">Search the audit log</span>
        <IconSearch size={15} aria-hidden />
        <input
          type="search"
          name="search"
          defaultValue={filters.search}
          placeholder="Search who, what, on what, from"
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          onChange={applySoon}
        />
      </label>
      <label className={classes.choice}>
        <span>Who</span>
        <input
          name="actor"
          defaultValue={filters.actor}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          onChange={applySoon}
        />
      </label>
      <label className={classes.choice}>
        <span>Action</span>
        <select name="action" defaultValue={filters.action} onChange={apply} aria-label="Action">
          <option value="">Any</option>
          {actions.map(({ action, label }) => (
            <option key={action} value={action}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <label className={classes.choice}>
        <span>Outcome</span>
        <select name="outcome" defaultValue={filters.outcome} onChange={apply} aria-label="Outcome">
          <option value="">Any</option>
          <option value="done">Done</option>
          <option value="refused">Refused</option>
        </select>
      </label>
      <TimeField label="Since" name="from" value={filters.from} onChange={applySoon} />
      <TimeField label="Until" name="to" value={filters.to} onChange={applySoon} />
      {filters.subject && (
        <Link
          href={auditHref(filters, { subject: '' })}
          prefetch={false}
          scroll={false}
          className={classes.chip}
          title="Remove this filter"
        >
          <span>About {subjectName}</span>
          <IconX size={14} aria-hidden />
          <span className="sr-only">, remove this filter</span>
        </Link>
      )}
      <noscript>
        <button type="submit">Filter</button>
      </noscript>
      {canClear && (
        <Link href={auditHref(wholeLog)} prefetch={false} className={classes.clear}>
          Clear filters
        </Link>
      )}
    </form>
  );
}

interface TimeProps {
  label: string;
  name: string;
  value: string;
  onChange: () => void;
}

/** Days in UTC. A link may also bring a time, which a field for days would drop. */
function TimeField({ label, name, value, onChange }: TimeProps) {
  const isDay = value === '' || /^\d{4}-\d\d-\d\d$/.test(value);
  return (
    <label className={classes.choice} title="Days are in UTC">
      <span>{label}</span>
      <input type={isDay ? 'date' : 'text'} name={name} defaultValue={value} max="9999-12-31" onChange={onChange} />
    </label>
  );
}
