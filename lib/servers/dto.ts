import type { ClientId } from '../diagnosis/profiles';
import type { ClientVerdict, Report } from '../diagnosis/report';
import type { EndedException } from '../trust/types';
import type { AuthType, Transport } from './schema';

export type ServerStatus = 'healthy' | 'degraded' | 'failing' | 'unknown';

/** A server as REST answers it and screens read it. Secrets appear only as "set". */
export interface ServerRecord {
  server_id: string;
  server_name: string;
  alias: string | null;
  description: string | null;
  url: string;
  transport: Transport;
  auth_type: AuthType;
  credentials: { is_set: true } | null;
  static_headers: Record<string, string>;
  extra_headers: string[];
  allowed_tools: string[];
  mcp_info: Record<string, unknown>;
  mcp_access_groups: string[];
  ssl_verify: boolean | string | null;
  ssl_verify_reason: string | null;
  /** With `ssl_verify` false: when the server verifies again; null for no end. */
  ssl_verify_until: string | null;
  /** With `ssl_verify` false: who answers for that. */
  ssl_verify_by: string | null;
  ca_bundle_id: string | null;
  include_public_roots: boolean;
  timeout_ms: number;
  status: 'healthy' | 'unhealthy' | 'unknown';
  last_health_check: string | null;
  health_check_error: string | null;
  health_check_code: string | null;
  certificate_expires_at: string | null;
  is_config: boolean;
  created_at: string;
  updated_at: string;
  created_by: string | null;
  updated_by: string | null;
}

/** A row of the server list: what a person needs to see without opening it. */
export interface ServerListItem {
  server_id: string;
  server_name: string;
  description: string | null;
  url: string;
  transport: Transport;
  ssl_verify: boolean | string | null;
  ssl_verify_reason: string | null;
  ssl_verify_until: string | null;
  ssl_verify_by: string | null;
  ca_bundle_id: string | null;
  /** Of the managed bundle it is verified against. */
  ca_bundle_name: string | null;
  is_config: boolean;
  state: ServerStatus;
  health_check_code: string | null;
  health_check_error: string | null;
  last_health_check: string | null;
  /** When the first certificate of the chain, as last sent, ends. */
  certificate_expires_at: string | null;
}

/** A server with its last report, for its own page. `state` is finer than the wire's `status`. */
export interface ServerDetail {
  record: ServerRecord;
  state: ServerStatus;
  last_report: Report | null;
  /** With `ssl_verify` false: what it goes back to at the end. */
  resumes: ResumedTrust | null;
  /** An exception from verification that has ended and that no check has reported yet. */
  ended: EndedException | null;
}

/** What a server was verified against before it was not, in column form. */
export interface ResumedTrust {
  ssl_verify: string | null;
  ca_bundle_id: string | null;
  ca_bundle_name: string | null;
}

/** A server whose own setting turns verification off. */
export interface ServerException {
  server_id: string;
  server_name: string;
  url: string;
  is_config: boolean;
  state: ServerStatus;
  reason: string | null;
  by: string | null;
  until: string | null;
}

/** The most that a list of exceptions holds; the rest is counted. */
export const MAX_EXCEPTIONS = 200;

export interface ExceptionList {
  /** Those without an end first, then the one that ends first. */
  items: ServerException[];
  total: number;
}

export const PAGE_SIZE = 50;

export interface ServerList {
  items: ServerListItem[];
  total: number;
  page: number;
  pageCount: number;
  /** Over all servers, whatever the filter. */
  counts: Record<'all' | ServerStatus | 'expiring' | 'unverified', number>;
}

export const listSorts = ['status', 'name', 'url', 'expires', 'last_check'] as const;
/** The modes, and `unverified`: every server that ends up without verification, by its own setting or by default. */
export const tlsFilters = ['default', 'custom_ca', 'disabled', 'verify', 'unverified'] as const;
/** `soon`: within EXPIRES_SOON_DAYS, or already past. */
export const expiresFilters = ['soon'] as const;
export const sourceFilters = ['database', 'config'] as const;
/** Named here as well, because the browser reads this file, and the profiles look at the Node they run on. */
export const clientFilters = [
  'python-3.13',
  'python-3.12',
  'node',
  'node-partial',
  'curl',
] as const satisfies readonly ClientId[];
/** `unknown`: also of servers that were not judged. */
export const verdictFilters = ['accept', 'reject', 'unknown'] as const satisfies readonly ClientVerdict['verdict'][];

/** As it stands in the page's URL; every field optional there. */
export interface ServerListQuery {
  search: string;
  status: ServerStatus | null;
  tls: (typeof tlsFilters)[number] | null;
  expires: (typeof expiresFilters)[number] | null;
  source: (typeof sourceFilters)[number] | null;
  /** What that kind of client would say to the server: counts only together. */
  client: ClientId | null;
  verdict: (typeof verdictFilters)[number] | null;
  sort: (typeof listSorts)[number];
  direction: 'asc' | 'desc';
  page: number;
}
