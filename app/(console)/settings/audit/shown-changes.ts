/** A field of an entry's before and after, as text to look at; null where there was none. */
export interface ShownChange {
  field: string;
  before: string | null;
  after: string | null;
}

const MAX_FIELDS = 100;
const MAX_TEXT = 600;

/** The fields that either side has something in, in the order of the record. Pure; long texts are cut: exports have them whole. */
export function shownChanges(before: unknown, after: unknown): ShownChange[] {
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  const changes = fields.map((field) => ({ field, before: shown(was, field), after: shown(is, field) }));
  return changes.filter(({ before, after }) => before !== null || after !== null).slice(0, MAX_FIELDS);
}

function fieldsOf(side: unknown): Record<string, unknown> {
  if (typeof side !== 'object' || side === null) return {};
  return Array.isArray(side) ? { items: side } : (side as Record<string, unknown>);
}

function shown(side: Record<string, unknown>, field: string): string | null {
  const value = Object.hasOwn(side, field) ? side[field] : null;
  if (value === null || value === undefined || value === '' || isEmpty(value)) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
