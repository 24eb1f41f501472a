import type { ZodType, z } from 'zod';
import { AppError } from '../errors';

/** Reads what stands in a URL's query. Throws AppError `bad_input` that names each parameter and what is wrong with it. */
export function parseQuery<S extends ZodType>(schema: S, query: unknown): z.output<S> {
  const parsed = schema.safeParse(query);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    if (issue.code === 'unrecognized_keys') return `there is no parameter ${issue.keys.map(quoted).join(', ')}`;
    return `${issue.path.join('.')}: ${issue.message}`;
  });
  throw new AppError('bad_input', problems.join('; '));
}

function quoted(key: string): string {
  return `"${key.slice(0, 40)}"`;
}
