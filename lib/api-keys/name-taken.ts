import { refuse } from '../servers/parse-input';

/** P2002 (unique constraint): says that the name is taken. Every other error passes through. */
export function nameTaken(error: unknown, name: string): unknown {
  if ((error as { code?: unknown } | null)?.code !== 'P2002') return error;
  const message = `there is already an API key named "${name}"`;
  return refuse([{ path: ['name'], message, type: 'conflict' }], 'conflict');
}
