import { unknownFields } from '../servers/unknown-fields';
import { keyFields } from './schema';

/** Part of every answer; a client that sends a record back as it came sends them too. */
const readOnlyFields: readonly string[] = ['key_id', 'key', 'start', 'last_used_at'];

/** One sentence for each field of a key that nothing reads. */
export function unknownKeyFields(input: unknown): string[] {
  return unknownFields(input, keyFields, 'an API key', readOnlyFields);
}
