import type { z } from 'zod';
import { AppError, type FieldIssue } from '../errors';

const MAX_DEPTH = 32;
/** Above what 1 MiB of JSON for a server or a bundle holds that somebody means. */
const MAX_PARTS = 50_000;
const MAX_ISSUES = 50;

/** Parses what came from outside with a shared schema. Throws AppError `bad_input` or `bad_name` with the issues. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown, what = 'a server'): z.output<S> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw refuse([{ path: [], message: `expected an object with the fields of ${what}`, type: 'invalid_type' }]);
  }
  const unwieldy = unwieldyPart(input);
  if (unwieldy) throw refuse([{ path: [], message: unwieldy, type: 'too_big' }]);
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, MAX_ISSUES);
  const isBadName = issues.every((issue) => issue.code === 'custom' && issue.params?.code === 'bad_name');
  throw refuse(issues.map(fieldIssue), isBadName ? 'bad_name' : 'bad_input');
}

/** The AppError for refused fields; its message is the first few sentences. */
export function refuse(issues: FieldIssue[], code: 'bad_input' | 'bad_name' | 'conflict' = 'bad_input'): AppError {
  const shown = issues
    .slice(0, 3)
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message));
  return new AppError(code, shown.join('; '), { issues });
}

function fieldIssue(issue: z.core.$ZodIssue): FieldIssue {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part).slice(0, 100)));
  return { path, message: issue.message, type: issue.code };
}

/**
 * What about a value would cost too much to look at closely: schemas and JSON.stringify recurse, so a deep one would
 * overflow the stack. A part that is referred to twice, as in the input of a server action, counts each time.
 */
function unwieldyPart(input: object): string | null {
  let parts = 1;
  let level: object[] = [input];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return `nested deeper than ${MAX_DEPTH} levels`;
    const next: object[] = [];
    for (const node of level) {
      for (const child of Object.values(node)) {
        if (typeof child !== 'object' || child === null) continue;
        parts += 1;
        if (parts > MAX_PARTS) return `has more than ${MAX_PARTS} parts`;
        next.push(child);
      }
    }
    level = next;
  }
  return null;
}
