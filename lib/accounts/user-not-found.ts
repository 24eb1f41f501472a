import { AppError } from '../errors';

export function userNotFound(): AppError {
  return new AppError('not_found', 'there is no such user: somebody may have removed them');
}
