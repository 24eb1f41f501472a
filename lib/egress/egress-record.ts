import { builtInRefusals } from '../mcp/address';
import type { EgressRecord } from './dto';
import type { StoredRules } from './stored-rules';

export function egressRecord({ rules, updatedAt, updatedBy }: StoredRules): EgressRecord {
  return {
    ...rules,
    built_in: builtInRefusals.map(({ ranges, what }) => ({ ranges, what })),
    updated_at: updatedAt,
    updated_by: updatedBy,
  };
}
