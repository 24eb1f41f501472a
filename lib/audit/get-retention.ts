import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { currentRetention } from './current-retention';
import type { Retention } from './retention-schema';

/** How long entries of the audit log are kept. */
export const getRetention = verb(
  { name: 'audit.retention.get', role: 'viewer' },
  async (_options: { actor: Actor }): Promise<Retention> => currentRetention(),
);
