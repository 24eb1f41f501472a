export const PAGE_SIZE = 50;

export const outcomes = ['done', 'refused'] as const;
export const exportFormats = ['csv', 'json'] as const;

export type Outcome = (typeof outcomes)[number];
export type ExportFormat = (typeof exportFormats)[number];

/** An entry as REST answers it, exports write it and the screen reads it. Holds no secrets. */
export interface AuditRecord {
  seq: number;
  at: string;
  /** user, api_key, master_key, config, system or anonymous */
  actor_kind: string;
  actor_id: string | null;
  actor_name: string;
  address: string | null;
  action: string;
  outcome: Outcome;
  subject_type: string | null;
  subject_id: string | null;
  subject_name: string | null;
  detail: string | null;
  before: unknown;
  after: unknown;
  previous_hash: string;
  hash: string;
}

export interface AuditPage {
  /** Newest first. */
  entries: AuditRecord[];
  /** All that match, on whatever page. */
  total: number;
  /** The `before` of the next page; null at the end of the log. */
  next_before: number | null;
}
