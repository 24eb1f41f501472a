import type { Actor } from '../access/actor';
import { hasRole } from '../access/roles';
import { verb } from '../access/verb';
import type { ServerRecord } from '../servers/dto';
import { getServer } from '../servers/get';
import { serverNotFound } from '../servers/server-not-found';
import { checkServers } from './check-servers';

interface Options {
  actor: Actor;
  id: string;
  signal?: AbortSignal;
}

/** A server, checked now for who may test it, with its last result for who may only look. Throws AppError `not_found`. */
export const freshRecord = verb(
  { name: 'checks.fresh_record', role: 'viewer' },
  async ({ actor, id, signal }: Options): Promise<ServerRecord> => {
    if (!hasRole(actor.role, 'operator')) return (await getServer({ actor, id })).record;
    const [record] = await checkServers({ actor, ids: [id], signal });
    if (!record) throw serverNotFound(id);
    return record;
  },
);
