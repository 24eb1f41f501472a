import type { z } from 'zod';
import { AppError, type FieldIssue } from '../errors';

const MAX_DEPTH = 32;
const MAX_ISSUES = 50;

/** Parses what came from outside with a shared schema. Throws AppError `bad_input` or `bad_name` with the issues. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown, what = 'a server'): z.output<S> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw refuse([{ path: [], message: `expected an object with the fields of ${what}`, type: 'invalid_type' }]);
  }
  // Schemas and JSON.stringify recurse, so a deep value would overflow the stack.
  if (isDeeperThan(input, MAX_DEPTH)) {
    throw refuse([{ path: [], message: `nested deeper than ${MAX_DEPTH} levels`, type: 'too_big' }]);
  }
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

function isDeeperThan(value: object, limit: number): boolean {
  let level: object[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth >= limit) return true;
    level = level.flatMap((node) => Object.values(node).filter((child) => typeof child === 'object' && child !== null));
  }
  return false;
}
