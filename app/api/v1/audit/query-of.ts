import { AppError } from '@/lib/errors';

/** The query of a request's URL. Throws AppError `bad_input` for a parameter that stands twice: one would count in silence. */
export function queryOf(request: Request): Record<string, string> {
  const { searchParams } = new URL(request.url);
  const query = Object.fromEntries(searchParams);
  const [twice] = Object.keys(query).filter((name) => searchParams.getAll(name).length > 1);
  if (twice !== undefined)
    throw new AppError('bad_input', `"${twice.slice(0, 40)}" stands in the query more than once`);
  return query;
}
