import { isDeepStrictEqual } from 'node:util';

interface Changes {
  before: Record<string, unknown>;
  after: Record<string, unknown>;
}

/**
 * The fields that differ between two records as answers show them, for the audit log. `secrets` names those that
 * changed without showing it, as "changed". Pure.
 */
export function changesOf(before: object, after: object, secrets: string[] = []): Changes {
  const changes: Changes = { before: {}, after: {} };
  const [was, is] = [before as Record<string, unknown>, after as Record<string, unknown>];
  for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) {
    const [value, next] = [was[key] ?? null, is[key] ?? null];
    if (unaudited.has(key) || isDeepStrictEqual(value, next)) continue;
    changes.before[key] = value;
    changes.after[key] = next;
  }
  for (const key of secrets) {
    changes.before[key] = was[key] ? 'set' : null;
    changes.after[key] = 'changed';
  }
  return changes;
}

/** When and by whom is what the entry itself says. */
const unaudited = new Set(['updated_at', 'updated_by']);
