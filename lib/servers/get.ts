import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { db } from '../db/client';
import type { Report } from '../diagnosis/report';
import { isManagedBundle, managedBundle } from '../trust/bundle-registry';
import { resumedTrust } from '../trust/exception';
import type { ResumedTrust, ServerDetail, ServerStatus } from './dto';
import { endedOf, exceptionOf, inForce, type TrustRow } from './in-force';
import { recordOf } from './record-of';
import { serverNotFound } from './server-not-found';

/** One server with its last report. Throws AppError `not_found`. */
export const getServer = verb(
  { name: 'servers.get', role: 'viewer' },
  async ({ id }: { actor: Actor; id: string }): Promise<ServerDetail> => {
    const stored = await db().mcpServer.findUnique({ where: { id } });
    if (!stored) throw serverNotFound(id);
    const row = inForce(stored);
    return {
      record: recordOf(row),
      state: row.status as ServerStatus,
      last_report: row.lastReport as Report | null,
      resumes: resumesOf(row),
      ended: endedOf(row),
    };
  },
);

function resumesOf(row: TrustRow): ResumedTrust | null {
  const exception = exceptionOf(row);
  if (!exception) return null;
  const trust = resumedTrust(exception.resume, isManagedBundle);
  const bundle = trust.ca_bundle_id === null ? null : managedBundle(trust.ca_bundle_id);
  return { ...trust, ca_bundle_name: bundle?.name ?? null };
}
