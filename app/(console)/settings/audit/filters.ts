import type { ExportFormat } from '@/lib/audit/dto';

export type SearchParams = Record<string, string | string[] | undefined>;

/** The state of the page as its URL has it; an empty text is none. */
export type AuditFilters = Record<(typeof names)[number], string>;

const names = ['search', 'actor', 'action', 'outcome', 'subject', 'from', 'to', 'before'] as const;

/** More than any filter may have, so that one that is too long is refused and not cut. */
const MAX_TEXT = 300;

export const wholeLog: AuditFilters = {
  search: '',
  actor: '',
  action: '',
  outcome: '',
  subject: '',
  from: '',
  to: '',
  before: '',
};

export function readFilters(params: SearchParams): AuditFilters {
  const read = names.map((name) => [name, String([params[name]].flat()[0] ?? '').slice(0, MAX_TEXT)]);
  return { ...wholeLog, ...Object.fromEntries(read) };
}

/** The URL of the page in another state. Everything but a step to older entries goes back to the newest. */
export function auditHref(filters: AuditFilters, changes: Partial<AuditFilters> = {}): string {
  return withQuery('/settings/audit', { ...filters, before: '', ...changes });
}

/** The URL of a file with what the filters find. */
export function exportHref(filters: AuditFilters, format: ExportFormat): string {
  return withQuery('/api/v1/audit/export', { format, ...filters, before: '' });
}

const labels: Partial<Record<string, string>> = {
  search: 'Search',
  actor: 'Who',
  action: 'Action',
  outcome: 'Outcome',
  subject: 'About',
  from: 'Since',
  to: 'Until',
  before: 'Older than',
};

/** What was refused, by the labels of the fields in place of the parameters. */
export function inLabels(message: string): string {
  return message.replace(/(^|; )([a-z]+):/g, (_all, start, name) => `${start}${labels[name] ?? name}:`);
}

export function isFiltered({ before: _before, ...filters }: AuditFilters): boolean {
  return Object.values(filters).some((value) => value.trim() !== '');
}

function withQuery(path: string, values: Record<string, string>): string {
  const params = new URLSearchParams(Object.entries(values).filter(([, value]) => value.trim() !== ''));
  return params.size > 0 ? `${path}?${params}` : path;
}
