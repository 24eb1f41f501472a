import type { Actor } from '../access/actor';
import type { Report } from '../diagnosis/report';

interface Options {
  actor: Actor;
  /** `server_id`, `repair_id` of its last report, `confirmed`: SHA-256 fingerprints that a person compared. */
  input: unknown;
  signal?: AbortSignal;
}

export interface AppliedRepair {
  /** What was changed, one sentence each. */
  changes: string[];
  bundle: { bundle_id: string; name: string } | null;
  /** The connection test that was run afterwards. */
  report: Report;
}

export async function applyRepair(_options: Options): Promise<AppliedRepair> {
  throw new Error('being built');
}
