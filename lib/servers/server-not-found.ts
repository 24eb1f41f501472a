import { AppError } from '../errors';

export function serverNotFound(id: string): AppError {
  const message = `there is no server with id "${id.slice(0, 200)}"`;
  return new AppError('not_found', message, { issues: [{ path: ['server_id'], message, type: 'not_found' }] });
}
