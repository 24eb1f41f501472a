import { AppError } from '../errors';

export function serverReadOnly(name: string): AppError {
  return new AppError('read_only', `"${name}" comes from the YAML file and is changed there`);
}
