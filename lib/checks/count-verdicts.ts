import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { db } from '../db/client';
import { type ClientId, clientIds } from '../diagnosis/profiles';

/** How many servers a kind of client would accept and refuse, as of their last checks. */
export interface VerdictCount {
  client: ClientId;
  accept: number;
  reject: number;
  /** Not checked, no chain seen, or not judged; with the other two, all servers. */
  unknown: number;
}

/** One count for each client profile, in the profiles' order. */
export const countVerdicts = verb(
  { name: 'checks.count_verdicts', role: 'viewer' },
  async (_: { actor: Actor }): Promise<VerdictCount[]> => {
    const [servers, groups] = await Promise.all([
      db().mcpServer.count(),
      db().clientVerdict.groupBy({ by: ['client', 'verdict'], _count: { _all: true } }),
    ]);
    return clientIds.map((client) => {
      const of = (verdict: string) =>
        groups.find((group) => group.client === client && group.verdict === verdict)?._count._all ?? 0;
      const [accept, reject] = [of('accept'), of('reject')];
      return { client, accept, reject, unknown: servers - accept - reject };
    });
  },
);
