import type { AuditRecord } from './dto';

const columns = [
  'seq',
  'at',
  'actor_kind',
  'actor_id',
  'actor_name',
  'address',
  'action',
  'outcome',
  'subject_type',
  'subject_id',
  'subject_name',
  'detail',
  'before',
  'after',
  'previous_hash',
  'hash',
] as const satisfies (keyof AuditRecord)[];

/** The first line of the file. */
export const csvHeader = `${columns.join(',')}\r\n`;

/** An entry as a line of CSV (RFC 4180); what it holds is written as JSON. */
export function csvLine(record: AuditRecord): string {
  return `${columns.map((column) => field(record[column])).join(',')}\r\n`;
}

function field(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = guarded(typeof value === 'object' ? JSON.stringify(value) : String(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Spreadsheets run what begins like a formula; after an apostrophe they take it for text. */
function guarded(text: string): string {
  return /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text;
}
