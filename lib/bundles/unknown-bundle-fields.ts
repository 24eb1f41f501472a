import { unknownFields } from '../servers/unknown-fields';
import { bundleFields } from './schema';

/** Part of every answer; a client that sends a record back as it came sends them too. */
const readOnlyFields: readonly string[] = [
  'bundle_id',
  'certificates',
  'certificate_count',
  'sha256',
  'first_expires_at',
  'used_by',
  'confirmations',
];

/** One sentence for each field of a bundle that nothing reads. */
export function unknownBundleFields(input: unknown): string[] {
  return unknownFields(input, bundleFields, 'a bundle', readOnlyFields);
}
