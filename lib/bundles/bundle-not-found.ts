import { AppError } from '../errors';

export function bundleNotFound(id: string): AppError {
  const message = `there is no bundle with id "${id.slice(0, 200)}"`;
  return new AppError('not_found', message, { issues: [{ path: ['bundle_id'], message, type: 'not_found' }] });
}
