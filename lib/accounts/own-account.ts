import type { Actor } from '../access/actor';
import { AppError } from '../errors';

/** The id of the person who asks. Throws AppError `forbidden` for a key: only people have sessions and passwords. */
export function ownId({ kind, id }: Actor): string {
  if (kind !== 'user' || id === null) throw new AppError('forbidden', 'this is about a person’s own account: sign in');
  return id;
}
