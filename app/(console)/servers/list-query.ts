import {
  clientFilters,
  expiresFilters,
  listSorts,
  type ServerListQuery,
  sourceFilters,
  tlsFilters,
  verdictFilters,
} from '@/lib/servers/dto';

export type SearchParams = Record<string, string | string[] | undefined>;

const statuses = ['healthy', 'degraded', 'failing', 'unknown'] as const;
const MAX_SEARCH = 200;

export const wholeList: ServerListQuery = {
  search: '',
  status: null,
  tls: null,
  expires: null,
  source: null,
  client: null,
  verdict: null,
  sort: 'status',
  direction: 'asc',
  page: 1,
};

/** Reads the list's state from the URL; what cannot be read counts as absent. */
export function readListQuery(params: SearchParams): ServerListQuery {
  const page = Number(first(params.page));
  return {
    search: (first(params.search) ?? '').trim().slice(0, MAX_SEARCH),
    status: oneOf(statuses, params.status),
    tls: oneOf(tlsFilters, params.tls),
    expires: oneOf(expiresFilters, params.expires),
    source: oneOf(sourceFilters, params.source),
    ...readVerdict(params),
    sort: oneOf(listSorts, params.sort) ?? 'status',
    direction: oneOf(['asc', 'desc'] as const, params.direction) ?? 'asc',
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
}

/** The one says nothing without the other. */
function readVerdict(params: SearchParams): Pick<ServerListQuery, 'client' | 'verdict'> {
  const client = oneOf(clientFilters, params.client);
  const verdict = oneOf(verdictFilters, params.verdict);
  return client && verdict ? { client, verdict } : { client: null, verdict: null };
}

/** The URL of the list in another state. Everything but a page change goes back to the first page. */
export function listHref(query: ServerListQuery, changes: Partial<ServerListQuery> = {}): string {
  const next: ServerListQuery = { ...query, page: 1, ...changes };
  const params = new URLSearchParams();
  for (const key of Object.keys(wholeList) as (keyof ServerListQuery)[]) {
    const value = next[key];
    if (value !== null && value !== wholeList[key]) params.set(key, String(value));
  }
  const text = params.toString();
  return text ? `/servers?${text}` : '/servers';
}

export function isFiltered(query: ServerListQuery): boolean {
  const { search, status, tls, expires, source, client } = query;
  return search !== '' || [status, tls, expires, source, client].some((filter) => filter !== null);
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function oneOf<const T extends readonly string[]>(allowed: T, value: string | string[] | undefined): T[number] | null {
  return allowed.find((item) => item === first(value)) ?? null;
}
